import { randomUUID } from 'node:crypto';
import type { Role } from '@nhipcau/contracts';
import { FakeClock } from '@nhipcau/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfficeDesk } from '../testing/office-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.UTC(2026, 10, 2, 1));
let installation: TestInstallation;
let desk: OfficeDesk;
beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  desk = new OfficeDesk(installation);
});
afterAll(() => installation.close());

const give = (role: Role, organisationId: string, more: object = {}) =>
  desk.call(role, 'POST', '/api/feedback', {
    key: randomUUID(),
    organisationId,
    article: 'Đ8.1',
    words: 'Ba ngày làm việc là quá dài với cuộc họp đột xuất',
    ...more,
  });
const list = async (role: Role) => (await desk.call(role, 'GET', '/api/feedback')).body;
const act = (role: Role, id: string, body: object) =>
  desk.call(role, 'POST', `/api/feedback/${id}/acts`, body);

describe('[R-RPT-08] problems in applying the regulation', () => {
  test.each([
    ['binh-dinh', 'Sở Thông tin và Truyền thông', 'Đ18.3'],
    ['ha-noi', 'Văn phòng UBND', 'Đ21.3'],
    ['quang-ninh', 'Sở Thông tin và Truyền thông', 'ChVI'],
  ])('[FG-18] %s: %s collects them, by %s', async (locality, who, article) => {
    await desk.settleIn(locality);
    const { rule } = await list('clerk');
    expect(rule.desk).toContain(who);
    expect(rule.cite[0].article).toBe(article);
  });

  test.each(['hoa-binh', 'vinh-phuc'])('[FG-18] %s: the text names nobody', async (locality) => {
    await desk.settleIn(locality);
    expect((await list('clerk')).rule).toBeNull();
    expect((await give('clerk', 'o-district')).body.code).toBe('FEEDBACK_NOT_COLLECTED');
  });

  test('[FG-18] a unit tells, the desk compiles and answers, once each; everybody sees the own', async () => {
    await desk.settleIn('binh-dinh');
    const key = randomUUID();
    expect((await give('clerk', 'o-district', { key })).status).toBe(200);
    expect((await give('clerk', 'o-district', { key })).body.feedback).toHaveLength(1);
    expect((await give('clerk', 'o-province')).body.code).toBe('NOT_ALLOWED');
    expect((await give('clerk', 'o-nowhere')).body.code).toBe('ORGANISATION_UNKNOWN');
    expect((await give('clerk', 'o-district', { words: 'x' })).status).toBe(400);
    expect((await list('head')).feedback).toEqual([]);
    const { feedback, mayHandle } = await list('desk');
    expect(mayHandle).toBe(true);
    const [{ feedbackId }] = feedback;
    const compile = { act: 'compile', document: '12/BC-STTTT' };
    expect((await act('clerk', feedbackId, compile)).status).toBe(403);
    expect((await act('desk', feedbackId, compile)).status).toBe(200);
    expect((await act('desk', feedbackId, compile)).body.code).toBe('FEEDBACK_SETTLED');
    expect((await act('desk', 'none', compile)).body.code).toBe('FEEDBACK_UNKNOWN');
    const answer = { act: 'answer', words: 'Đề nghị dùng loại cuộc họp đột xuất' };
    expect((await act('desk', feedbackId, answer)).status).toBe(200);
    expect((await act('desk', feedbackId, answer)).body.code).toBe('FEEDBACK_SETTLED');
    expect((await list('clerk')).feedback).toMatchObject([
      {
        unit: 'UBND huyện Đà Bắc',
        state: 'answered',
        compiled: { words: '12/BC-STTTT' },
        answered: { words: answer.words },
      },
    ]);
    const letters = await installation.database
      .selectFrom('outbox_letter')
      .select(['template', 'recipient', 'facts'])
      .where('key', 'like', `feedback:${feedbackId}:%`)
      .orderBy('template', 'desc')
      .execute();
    expect(letters).toMatchObject([
      {
        template: 'feedback.given',
        recipient: { role: 'account:desk' },
        facts: { unit: 'UBND huyện Đà Bắc', article: 'Đ8.1' },
      },
      {
        template: 'feedback.answered',
        recipient: { organisationId: 'o-district' },
        facts: { reason: answer.words },
      },
    ]);
    const printed = await desk.call('desk', 'GET', '/api/feedback.docx?year=2026');
    expect([printed.status, printed.text.slice(0, 2)]).toEqual([200, 'PK']);
  });

  test('[FG-19] [R-AST-16] it appears in the review of its year and in no other', async () => {
    const review = async (year: number) =>
      (await desk.call('auditor', 'GET', `/api/asset-review?year=${year}`)).body;
    expect((await review(2026)).problems).toMatchObject([{ state: 'answered', article: 'Đ8.1' }]);
    expect((await review(2025)).problems).toEqual([]);
    const printed = await desk.call('auditor', 'GET', '/api/asset-review.docx?year=2026');
    expect(printed.status).toBe(200);
  });
});
