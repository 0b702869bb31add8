import { MeetingLedger, NoticeBoard, RegistrationDetail } from '@nhipcau/contracts';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { z } from 'zod';
import { registerByKeyboard, submitByKeyboard } from './keyboard.ts';
import type { OfficeWorld } from './office-world.ts';
import { enterTime, type Request, register, weekOf } from './register.ts';

export const URGENT_TITLE = 'Họp khẩn chỉ đạo ứng phó bão';
const LATE_TITLE = 'Giao ban đăng ký sát giờ';
export const TITLE = 'Hội nghị trực tuyến triển khai nhiệm vụ năm mới';

/** Reads from the API what a person on this page may see. */
export async function read<S extends z.ZodType>(page: Page, path: string, schema: S): Promise<z.infer<S>> {
  const reply = await page.request.get(new URL(path, page.url()).href);
  expect(reply.status(), path).toBe(200);
  return schema.parse(await reply.json());
}

const meetingOf = (page: Page): string => /\/dang-ky\/([^/?]+)/.exec(page.url())?.[1] ?? '';

/** `notify-power` → `24:00 …` as clock time in Việt Nam: `2026-12-01 24:00` is the end of that day. */
async function limits(page: Page, meetingId: string): Promise<Record<string, string | null>> {
  const { timetable } = await read(page, `/api/deadlines/${meetingId}`, MeetingLedger);
  return Object.fromEntries(
    timetable.entries.map(({ deadlineId, dueAt }) => [deadlineId, dueAt === null ? null : clock(dueAt)]),
  );
}

export const local = (at: number): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Ho_Chi_Minh',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(at);
const clock = (at: number): string => {
  const text = local(at);
  return text.endsWith(' 00:00') ? `${local(at - 60_000).slice(0, 10)} 24:00` : text;
};

/** What a locality's clerk does, and what is owed for it. */
export interface Journey {
  /** Who registers. */
  readonly clerk: string;
  readonly request: Omit<Request, 'title' | 'start'>;
  /** By hand from §6 of the requirements, for a meeting on a Friday at 8:00 before which four working days lie. */
  readonly limits: (friday: string, tuesday: string, thursday: string) => Readonly<Record<string, string>>;
  /** The same for an urgent one that Friday at 14:00. */
  readonly urgentLimits: (friday: string, thursday: string) => Readonly<Record<string, string>>;
  /** Whether the locality asks why it is urgent. */
  readonly asksCause: boolean;
  /** Whether an urgent one says when it is connected, in the place of the rehearsal. */
  readonly asksConnection: boolean;
  /** Who decides; null: the locality has no approval. */
  readonly approver: string | null;
  /** Who answers a notice by an account of their own; the others are told by telephone. */
  readonly partner: string | null;
  /** Whoever registers the planned one has no mouse. */
  readonly byKeyboard?: true;
  /** Of the lead time; null: the locality has none. */
  readonly leadArticle: string | null;
}

/** Everything that waits for an answer on somebody's home is answered there. */
async function answerAll(page: Page): Promise<void> {
  const buttons = page.getByRole('button', { name: /^Đã nhận (văn bản )?thông báo$/ });
  await expect.poll(() => buttons.count()).toBeGreaterThan(0);
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click();
    await expect.poll(() => buttons.count()).toBeLessThan(left);
  }
}

const silentOf = ({ notices }: z.infer<typeof NoticeBoard>) =>
  notices.flatMap(({ acknowledge, isSuperseded, recipients }) =>
    acknowledge && !isSuperseded
      ? recipients.filter(
          ({ acknowledgedAt, kind }) => acknowledgedAt === null && kind !== 'public' && kind !== 'nobody',
        )
      : [],
  );

/** The desk calls everybody who has not answered and writes down who took the call. */
async function telephoneTheRest(page: Page, meetingId: string): Promise<void> {
  const board = await read(page, `/api/notices/meetings/${meetingId}`, NoticeBoard);
  for (const { recipientId, name } of silentOf(board)) {
    const reply = await page.request.post(
      new URL(`/api/notices/recipients/${recipientId}/acknowledge`, page.url()).href,
      {
        data: { duty: null, started: false, standby: [], spokenTo: 'Người trực' },
        headers: { origin: new URL(page.url()).origin },
      },
    );
    expect(reply.status(), `${name}: ${await reply.text()}`).toBe(200);
  }
}

/** From the sign-in of the clerk to the notices, every limit as counted by hand. @returns the meeting */
export async function plannedMeeting(
  world: OfficeWorld,
  { clerk, request, approver, partner, byKeyboard, limits: expectedLimits }: Journey,
): Promise<string> {
  const page = await world.person(clerk);
  const week = await weekOf(page);
  const planned = { ...request, title: TITLE, start: `${week.friday}T08:00` };
  await (byKeyboard ? registerByKeyboard : register)(page, planned);
  await world.shot(page, 'form');
  if (byKeyboard) await submitByKeyboard(page);
  else await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByRole('list', { name: 'Các bước của hồ sơ' }).waitFor();
  const meetingId = meetingOf(page);
  expect(await limits(page, meetingId)).toMatchObject(
    expectedLimits(week.friday, week.tuesday, week.thursday),
  );
  if (approver !== null) {
    const desk = await world.person(approver);
    await desk.goto(`${world.url}/dang-ky/${meetingId}`);
    await desk.getByRole('button', { name: 'Xác nhận', exact: true }).click();
  }
  const detail = () => read(page, `/api/registrations/${meetingId}`, RegistrationDetail);
  await expect.poll(async () => (await detail()).moves.map(({ to }) => to)).toContain('confirmed');
  const board = () => read(page, `/api/notices/meetings/${meetingId}`, NoticeBoard);
  await expect.poll(async () => (await board()).notices.length).toBeGreaterThan(0);
  if (partner !== null) await answerAll(await world.person(partner));
  await telephoneTheRest(await world.person('trucban'), meetingId);
  await expect.poll(async () => silentOf(await board())).toEqual([]);
  await page.goto(`${world.url}/dang-ky/${meetingId}`);
  await page.getByRole('heading', { name: TITLE }).waitFor();
  await world.shot(page, 'file');
  return meetingId;
}

/** An urgent one that Friday afternoon is taken in at once. */
export async function urgentMeeting(
  world: OfficeWorld,
  { clerk, request, urgentLimits, asksCause, asksConnection }: Journey,
): Promise<void> {
  const page = await world.person(clerk);
  const { friday, thursday } = await weekOf(page);
  await page.goto(world.url);
  await register(page, {
    ...request,
    title: URGENT_TITLE,
    start: `${friday}T14:00`,
    urgentCause: asksCause ? 'Chỉ đạo ứng phó bão' : null,
    rehearsal: asksConnection,
  });
  await world.shot(page, 'urgent');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByRole('list', { name: 'Các bước của hồ sơ' }).waitFor();
  const detail = await read(page, `/api/registrations/${meetingOf(page)}`, RegistrationDetail);
  expect(detail.registration.data.urgency).toBe('urgent');
  expect(await limits(page, meetingOf(page))).toMatchObject(urgentLimits(friday, thursday));
}

/** Too late it is refused with its article; moved in time, the approver refuses it with a reason; then it is asked for once more. */
export async function lateMeeting(
  world: OfficeWorld,
  { clerk, request, approver, leadArticle }: Journey,
): Promise<void> {
  const page = await world.person(clerk);
  const { tuesday } = await weekOf(page);
  await page.goto(world.url);
  const soon = local(Date.now() + 2 * 3_600_000).replace(' ', 'T');
  await register(page, { ...request, title: LATE_TITLE, start: soon, rehearsal: false });
  const bar = page.getByRole('status', { name: 'Thời hạn đăng ký' });
  await bar.getByText(/Quá hạn/).waitFor();
  await bar.getByText(leadArticle ?? '').waitFor();
  await world.shot(page, 'late');
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByRole('alert').first().waitFor();
  await enterTime(page, 'Bắt đầu họp', `${tuesday}T08:00`);
  if (request.rehearsal) await page.getByRole('button', { name: 'Chọn thời gian' }).click();
  await bar.getByText(/Kịp/).waitFor();
  await page.getByRole('button', { name: 'Gửi đăng ký' }).click();
  await page.getByRole('list', { name: 'Các bước của hồ sơ' }).waitFor();
  const desk = await world.person(approver ?? '');
  await desk.goto(page.url());
  await desk.getByRole('button', { name: 'Không chấp thuận…' }).click();
  await desk.getByLabel(/^Lý do/).fill('Không đúng mục đích sử dụng hệ thống');
  await desk.getByRole('button', { name: 'Gửi', exact: true }).click();
  const state = async () =>
    (await read(page, `/api/registrations/${meetingOf(page)}`, RegistrationDetail)).registration.state;
  await expect.poll(state).toBe('refused');
  await page.reload();
  await page.getByText('Không đúng mục đích sử dụng hệ thống').waitFor();
  await world.shot(page, 'refused');
  // What was entered is registered once more, and stays when the new file has its number.
  const refused = page.url();
  const title = page.getByLabel(/^Tên (cuộc|phiên) họp/);
  await page.getByRole('link', { name: /^Đăng ký lại (cuộc|phiên) họp này$/ }).click();
  await expect.poll(() => title.inputValue()).toBe(LATE_TITLE);
  await title.fill(`${LATE_TITLE} (lần hai)`);
  await page.getByRole('status', { name: 'Tình trạng lưu' }).getByText('Đã lưu').waitFor();
  await expect.poll(() => page.url()).not.toMatch(/moi|tu=/);
  expect(page.url()).not.toBe(refused);
  expect(await title.inputValue()).toBe(`${LATE_TITLE} (lần hai)`);
}
