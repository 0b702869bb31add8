import { expect, test } from 'vitest';
import type { OutgoingLetter } from './database-outbox.ts';
import { recipientsOfLetter, sharedMails } from './shared-mail.ts';

const letter = (
  id: string,
  name: string,
  more: { channel?: 'email' | 'inApp'; title?: string | null } = {},
): OutgoingLetter => ({
  key: `notice:${id}:sent:${more.channel ?? 'email'}`,
  meetingId: null,
  recipient: { kind: 'organisation', organisationId: id },
  noticeRecipientId: id,
  channel: more.channel ?? 'email',
  template: 'notice.sent',
  facts: { to: name, title: more.title === undefined ? 'Giao ban' : more.title, way: 'email' },
  acknowledgeBy: null,
});
const box = 'vanthu@so.gov.vn';
const keysOf = (letters: readonly OutgoingLetter[]) => letters.map(({ key }) => key);

test('[NT-13] [R-NTC-01] an office and its room at one address get one mail that names both', () => {
  const [one, ...others] = sharedMails(
    [letter('office', 'Văn phòng Sở'), letter('room', 'Điểm cầu Sở')],
    new Map([
      ['office', box],
      ['room', ` ${box.toUpperCase()}`],
    ]),
  );
  expect(others).toEqual([]);
  expect(one?.key).toBe('notice:office:sent:email');
  expect(one?.facts['to']).toBe('Văn phòng Sở; Điểm cầu Sở');
  expect(recipientsOfLetter({ recipient_id: 'office', facts: one?.facts })).toEqual(['office', 'room']);
});

test('[NT-13] [R-SEC-09] what says something else, or goes another way, stays apart', () => {
  const letters = [
    letter('office', 'Văn phòng Sở'),
    letter('partner', 'Viễn thông', { title: null }),
    letter('office', 'Văn phòng Sở', { channel: 'inApp' }),
    letter('room', 'Điểm cầu Sở', { channel: 'inApp' }),
    letter('far', 'Xã'),
    letter('nobody', 'Không có hộp thư'),
  ];
  const shared = sharedMails(
    letters,
    new Map<string, string | null>([
      ['office', box],
      ['partner', box],
      ['room', box],
      ['far', 'xa@so.gov.vn'],
      ['nobody', null],
    ]),
  );
  expect(keysOf(shared)).toEqual(keysOf(letters));
  expect(recipientsOfLetter({ recipient_id: 'far', facts: shared[4]?.facts })).toEqual(['far']);
  expect(recipientsOfLetter({ recipient_id: null, facts: {} })).toEqual([]);
});
