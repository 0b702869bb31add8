import { TestMailbox } from '@nhipcau/testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SmtpMailer } from './smtp-mailer.ts';

let mailbox: TestMailbox;
let mailer: SmtpMailer;
beforeEach(async () => {
  mailbox = await TestMailbox.open();
  mailer = new SmtpMailer({ url: mailbox.url, from: { name: 'Văn phòng', address: 'vanphong@tinh.gov.vn' } });
});
afterEach(async () => {
  mailer.close();
  await mailbox.close();
});

const send = (id: string) =>
  mailer.send({
    messageId: `${id}@notice.nhipcau`,
    to: { name: 'UBND xã', address: 'xa@tinh.gov.vn' },
    subject: 'Thông báo họp',
    text: 'Kính gửi',
    attachments: [],
  });

test('[R-NTC-05] the letters of a meeting leave over one connection', async () => {
  for (const id of ['a', 'b', 'c']) expect(await send(id)).toEqual({ kind: 'taken' });
  expect(mailbox.mails).toHaveLength(3);
  expect(mailbox.connections).toBe(1);
});

test('[R-NTC-05] a connection the server has ended meanwhile is dialled anew, and nothing is sent twice', async () => {
  await send('a');
  mailbox.hangUp();
  expect(await send('b')).toEqual({ kind: 'taken' });
  expect(mailbox.mails).toHaveLength(2);
  expect(mailbox.connections).toBe(2);
});

test('[R-NTC-05] a letter refused for good, or for now, does not keep the next one back', async () => {
  mailbox.manner = 'refuse';
  expect(await send('a')).toEqual({ kind: 'refused', failure: 'SMTP_550' });
  mailbox.manner = 'busy';
  expect(await send('b')).toEqual({ kind: 'failed', failure: 'SMTP_451', maybeTaken: false });
  mailbox.manner = 'take';
  expect(await send('c')).toEqual({ kind: 'taken' });
  expect(mailbox.connections).toBe(1);
});

test('[R-NTC-05] a server that breaks off after the whole letter may have taken it, and is not asked again by itself', async () => {
  await send('a');
  mailbox.manner = 'takeAndDie';
  expect(await send('b')).toMatchObject({ kind: 'failed', maybeTaken: true });
  expect(mailbox.mails).toHaveLength(2);
});

test('[R-NTC-05] a server that is not there is a failure in which nothing was taken', async () => {
  await mailbox.close();
  expect(await send('a')).toMatchObject({ kind: 'failed', maybeTaken: false });
  mailbox = await TestMailbox.open();
});
