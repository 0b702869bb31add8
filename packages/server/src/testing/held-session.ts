import type { ConferenceEventBody, MeetingId } from '@nhipcau/contracts';
import { aStage, nodeId, siteId } from '@nhipcau/testkit';
import type { Database } from '../database/database.ts';
import type { TestInstallation } from './test-installation.ts';

/** A gap in the signal of a site, minutes after the start. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

export interface Held {
  readonly startedAt: number;
  readonly minutes: number;
  /** Sites with the gaps in their signal; null: the site never came. */
  readonly sites: Readonly<Record<string, readonly Gap[] | null>>;
  readonly attendance?: Readonly<Record<string, number>>;
  readonly locality?: string;
  readonly kind?: string;
}

const MINUTE_MS = 60_000;

/** A session that was held and is over, with the log it would have left. */
export async function holdSession(
  installation: TestInstallation,
  { startedAt, minutes, sites, attendance = {}, locality = 'quang-ninh', kind = 'province' }: Held,
): Promise<MeetingId> {
  const { database } = installation;
  const names = Object.keys(sites);
  const [chair = ''] = names;
  const meetingId = await installation.planMeeting(names, { chair, locality, kind });
  const roster = names.map((name, index) => ({
    siteId: siteId(name),
    number: index + 1,
    name,
    nodeId: nodeId('hb'),
    mayPresent: false,
    leg: 0,
  }));
  const gaps = Object.entries(sites).flatMap(([name, some]) =>
    (some ?? []).flatMap(({ from, to }): [number, ConferenceEventBody][] => [
      [from, { type: 'site.dropped', siteId: siteId(name), reason: 'timeout' }],
      [to, { type: 'site.returned', siteId: siteId(name), awayMs: (to - from) * MINUTE_MS }],
    ]),
  );
  const joins = Object.entries(sites).flatMap(([name, some]): [number, ConferenceEventBody][] =>
    some === null ? [] : [[0, { type: 'site.joined', siteId: siteId(name) }]],
  );
  const given = Object.entries(attendance).map(([name, count]): [number, ConferenceEventBody] => [
    minutes / 2,
    { type: 'attendance.given', siteId: siteId(name), count, people: '' },
  ]);
  const started: ConferenceEventBody = {
    type: 'meeting.started',
    chairSiteId: siteId(chair),
    roster,
    tree: [
      {
        nodeId: nodeId('hb'),
        parentId: null,
        name: 'MCU',
        linkUrl: 'ws://127.0.0.1:1',
        publicKey: 'k'.repeat(60),
      },
    ],
    stage: aStage(),
    bringUpLimitMs: null,
  };
  const log: [number, ConferenceEventBody][] = [
    [0, started],
    ...[...joins, ...gaps, ...given].sort(([a], [b]) => a - b),
    [minutes, { type: 'meeting.ended' }],
  ];
  await write(database, meetingId, startedAt, log);
  await database
    .updateTable('meeting')
    .set({ phase: 'live', started_at: new Date(startedAt) })
    .where('id', '=', meetingId)
    .execute();
  await database
    .updateTable('meeting')
    .set({ phase: 'ended', ended_at: new Date(startedAt + minutes * MINUTE_MS) })
    .where('id', '=', meetingId)
    .execute();
  return meetingId;
}

async function write(
  database: Database,
  meetingId: MeetingId,
  startedAt: number,
  log: readonly [number, ConferenceEventBody][],
): Promise<void> {
  for (const [index, [minute, body]] of log.entries())
    await database
      .insertInto('meeting_event')
      .values({
        meeting_id: meetingId,
        seq: index + 1,
        at: new Date(startedAt + minute * MINUTE_MS),
        actor: JSON.stringify({ kind: 'time' }),
        command_id: null,
        chamber_id: null,
        body: JSON.stringify(body),
      })
      .execute();
}
