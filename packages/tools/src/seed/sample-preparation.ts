import { randomUUID } from 'node:crypto';
import { ConnectionPlan, MeetingScript, PreparationList } from '@nhipcau/contracts';
import { signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';

const MINUTE_MS = 60_000;

/** Rooms an MCU of the samples serves, and MCUs below it. */
const SITES = 260;
const LINKS = 12;

const segments = [
  { title: 'Ổn định tổ chức, giới thiệu đại biểu', minutes: 10, layout: 'grid16' },
  { title: 'Phát biểu khai mạc', minutes: 15, layout: 'full' },
  { title: 'Báo cáo tình hình', minutes: 30, layout: 'pip' },
  { title: 'Các điểm cầu thảo luận', minutes: 60, layout: 'full' },
  { title: 'Kết luận', minutes: 20, layout: 'full' },
] as const;

/**
 * MCU sheets and the running order of the first meeting that is being prepared. Does nothing when they are there.
 *
 * @returns whether something was entered
 */
export async function prepareSampleMeeting({
  url,
  password,
}: {
  url: string;
  password: string;
}): Promise<boolean> {
  const operator = await signIn(url, 'dieuhanh', password);
  const { meetings } = PreparationList.parse(await ask(operator, '/api/preparation'));
  const [first] = meetings;
  if (!first) return false;
  const base = `/api/preparation/${first.meetingId}`;
  const plan = ConnectionPlan.parse(await ask(operator, `${base}/plan`));
  if (plan.mcus.some(({ sheet }) => sheet !== null)) return false;
  for (const [index, { nodeId, name }] of plan.mcus.entries())
    await ask(operator, '/api/preparation/mcu-sheets', {
      nodeId,
      sites: SITES,
      links: LINKS,
      lineKbps: 200_000,
      owner: `Đơn vị quản lý ${name}`.slice(0, 300),
      operator: 'Cán bộ điều khiển MCU',
      telephone: `0900 000 7${String(index).padStart(2, '0')}`,
      spareNodeId: null,
      parameters: null,
    });
  const script = MeetingScript.parse(await ask(operator, `${base}/script`));
  let at: number = script.startsAt;
  const timed = segments.map(({ title, minutes, layout }) => {
    const plannedAt = at;
    at += minutes * MINUTE_MS;
    return {
      segmentId: randomUUID(),
      title,
      plannedAt,
      durationMinutes: minutes,
      speakerSiteId: script.chairSiteId,
      speaker: null,
      layout,
      floor: script.chairSiteId === null ? [] : [script.chairSiteId],
      contentSiteId: layout === 'pip' ? script.chairSiteId : null,
      cameraPreset: 'Vị trí chủ tọa',
    };
  });
  await ask(operator, `${base}/script`, { revision: script.revision, segments: timed });
  return true;
}
