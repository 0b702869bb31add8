import {
  DeficitList,
  DirectoryRules,
  LocalDate,
  Operator,
  OperatorList,
  RosterUnits,
  SiteList,
} from '@nhipcau/contracts';
import { z } from 'zod';
import { signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';

const DAY_MS = 86_400_000;
/** Hà Nội is seven hours ahead of UTC, all year. */
const ZONE_MS = 7 * 3_600_000;
/** So many units get people; the others stand in the list of deficits, as in the first weeks anywhere. */
const UNITS = 10;
const ROOMS = 3;
const ROSTERS = 2;
const ROSTER_DAYS = 14;

const RulesReply = z.object({ rules: DirectoryRules });
type Ask = (path: string, body?: object) => Promise<unknown>;

/**
 * People, a roster of two weeks, house rules and condition sheets for a few units, written through the API as officers
 * write them. Does nothing where there are people already.
 *
 * @returns how many people there are now by this
 */
export async function appointSampleStaff(
  { url, password }: { url: string; password: string },
  now: number,
): Promise<number> {
  const officer = await signIn(url, 'quantri', password);
  const asked: Ask = (path, body) => ask(officer, path, body);
  const { operators } = OperatorList.parse(await asked('/api/staff/operators'));
  if (operators.length > 0) return 0;
  const { rules } = RulesReply.parse(await asked('/api/staff/rules'));
  const people = await appoint(asked, rules, now);
  await fillRosters(asked, rules, people, now);
  await fileRoomRules(asked, rules, people, now);
  await judgeRooms(asked, rules, people, now);
  return people.length;
}

const dayText = (at: number): LocalDate => LocalDate.parse(new Date(at + ZONE_MS).toISOString().slice(0, 10));

/** Closes what the minima ask for in the first units; every fourth unit stays one short. */
async function appoint(asked: Ask, rules: DirectoryRules, now: number): Promise<Operator[]> {
  const { deficits } = DeficitList.parse(await asked('/api/staff/deficits'));
  const units = [...Map.groupBy(deficits, ({ organisationId }) => organisationId).values()];
  const people: Operator[] = [];
  for (const [index, ofUnit] of units.slice(0, UNITS).entries()) {
    const posts = ofUnit.flatMap((deficit) =>
      Array.from({ length: deficit.required }, (_, nth) => ({ deficit, nth })),
    );
    const isShort = index % 4 === 3;
    for (const { deficit, nth } of isShort ? posts.slice(0, -1) : posts)
      people.push(
        Operator.parse(
          await asked('/api/staff/operators', personFor(deficit, nth, people.length, rules, now)),
        ),
      );
  }
  return people;
}

const titles = {
  leader: 'Lãnh đạo phụ trách',
  main: 'Cán bộ kỹ thuật',
  support: 'Cán bộ kỹ thuật',
  mcu: 'Cán bộ điều khiển MCU',
  contact: 'Đầu mối kỹ thuật',
} as const;

function personFor(
  { organisationId, siteId, label }: DeficitList['deficits'][number],
  nth: number,
  count: number,
  { staffing }: DirectoryRules,
  now: number,
) {
  const rule = staffing.find((one) => one.label === label);
  const duties = rule?.duties ?? ['main' as const];
  const duty = duties[Math.min(nth, duties.length - 1)] ?? 'main';
  return {
    organisationId,
    siteId,
    duty,
    name: `${titles[duty]} ${nth + 1}`,
    title: duty === 'leader' ? 'Chánh Văn phòng' : 'Chuyên viên',
    email: `kythuat${count + 1}@donvi.example.vn`,
    telephone: `0900 000 ${String(100 + count).padStart(3, '0')}`,
    trainedOn: rule?.trained || count % 2 === 0 ? dayText(now - 120 * DAY_MS) : null,
    fromOn: dayText(now - 200 * DAY_MS),
  };
}

/** Where the text wants somebody reachable at every minute: day by day, with one day forgotten in the second unit. */
async function fillRosters(
  asked: Ask,
  { roundTheClock }: DirectoryRules,
  people: readonly Operator[],
  now: number,
): Promise<void> {
  if (roundTheClock.length === 0) return;
  const from = Math.floor((now + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS;
  const { units } = RosterUnits.parse(
    await asked(`/api/staff/roster-units?from=${from}&to=${from + ROSTER_DAYS * DAY_MS}`),
  );
  const staffed = units.flatMap(({ organisationId }) => {
    const own = people.filter((one) => one.organisationId === organisationId);
    return own.length > 0 ? [own] : [];
  });
  for (const [index, own] of staffed.slice(0, ROSTERS).entries())
    for (let day = 0; day < ROSTER_DAYS; day++) {
      const person = own[day % own.length];
      if (!person || (index === 1 && day === 5)) continue;
      const startsAt = from + day * DAY_MS;
      await asked('/api/staff/roster', {
        personId: person.personId,
        startsAt,
        endsAt: startsAt + DAY_MS,
      });
    }
}

/** House rules of the rooms, where the text asks for them; all but the last hang in the room. */
async function fileRoomRules(
  asked: Ask,
  { roomRules }: DirectoryRules,
  people: readonly Operator[],
  now: number,
): Promise<void> {
  if (roomRules === null) return;
  const units = [...new Set(people.map(({ organisationId }) => organisationId))].slice(0, ROOMS);
  for (const [index, organisationId] of units.entries()) {
    const filed = await asked('/api/unit-documents', {
      organisationId,
      kind: 'roomRules',
      title: 'Nội quy phòng họp trực tuyến',
      number: `0${index + 1}/NQ`,
      body: '1. Vào phòng họp trước giờ khai mạc 15 phút.\n2. Tắt micrô khi chưa được mời phát biểu.\n3. Không tự ý thay đổi cấu hình, vị trí thiết bị.\n4. Báo ngay cán bộ kỹ thuật khi có sự cố.',
      issuedOn: dayText(now - 90 * DAY_MS),
    });
    const document = Filed.safeParse(filed).data?.documents[0];
    if (roomRules.posted && document && index < units.length - 1)
      await asked(`/api/unit-documents/${document.documentId}/posting`, {
        postedOn: dayText(now - 88 * DAY_MS),
        place: 'Cửa phòng họp',
      });
  }
}
const Filed = z.object({ documents: z.array(z.object({ documentId: z.string() })) });

/** Condition sheets of a few rooms: the first in order, the last with something to mend. */
async function judgeRooms(
  asked: Ask,
  { roomConditions }: DirectoryRules,
  people: readonly Operator[],
  now: number,
): Promise<void> {
  const { sites } = SiteList.parse(await asked('/api/sites'));
  const staffed = new Set(people.map(({ organisationId }) => organisationId));
  const rooms = sites.filter(
    ({ organisationId, status }) => status === 'admitted' && staffed.has(organisationId),
  );
  for (const [index, { siteId }] of rooms.slice(0, ROOMS).entries())
    for (const [nth, { key }] of roomConditions.entries())
      await asked(`/api/sites/${siteId}/room-conditions`, {
        key,
        result: index === ROOMS - 1 && nth === 0 ? 'failed' : 'met',
        assessedOn: dayText(now - 30 * DAY_MS),
        assessor: 'Tổ kiểm tra kỹ thuật',
        expiresOn: dayText(now + 335 * DAY_MS),
        note: index === ROOMS - 1 && nth === 0 ? 'Đang khắc phục' : null,
      });
}
