import {
  instant,
  LocalDate,
  type Registration,
  RegistrationAct,
  RegistrationData,
  RegistrationDetail,
  RegistrationPage,
  RegistrationRulesReply,
  type Site,
  SiteList,
} from '@nhipcau/contracts';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { ask } from './ask.ts';
import type { SampleLocalityCode } from './localities.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hà Nội is seven hours ahead of UTC, all year. */
const ZONE_MS = 7 * HOUR_MS;

/** A meeting that a newcomer finds in the office: who registers what, and how far it has come. */
export interface SampleFile {
  readonly by: 'vanthu' | 'vanphong';
  readonly title: string;
  readonly content: string;
  readonly kind: string;
  readonly chairBody: RegistrationData['chairBody'];
  /** Working days ahead, roughly; the hour of the day is local. */
  readonly inDays: number;
  readonly hour: number;
  readonly levels: readonly string[];
  readonly upTo: 'draft' | 'submitted' | 'confirmed';
  /** Whether the host asks for a recording; absent: it does. */
  readonly recording?: boolean;
}

const toDistricts = ['province', 'district'];
const toCommunes = ['province', 'district', 'commune'];

export const sampleFilesOf: Readonly<Record<SampleLocalityCode, readonly SampleFile[]>> = {
  'hoa-binh': [
    {
      by: 'vanphong',
      title: 'Hội nghị trực tuyến Chính phủ với các địa phương về phòng, chống thiên tai',
      content: 'Đánh giá công tác phòng, chống thiên tai; triển khai nhiệm vụ thời gian tới',
      kind: 'government',
      chairBody: 'upstream',
      inDays: 6,
      hour: 8,
      levels: toCommunes,
      upTo: 'submitted',
    },
    {
      by: 'vanphong',
      title: 'Phiên họp thường kỳ của Chính phủ với các địa phương',
      content: 'Tình hình kinh tế - xã hội và nhiệm vụ trọng tâm',
      kind: 'government',
      chairBody: 'upstream',
      inDays: 13,
      hour: 14,
      levels: toDistricts,
      upTo: 'draft',
    },
  ],
  'vinh-phuc': [
    {
      by: 'vanphong',
      title: 'Hội nghị giao ban trực tuyến UBND tỉnh với cấp huyện, cấp xã',
      content: 'Giao ban công tác tháng; triển khai nhiệm vụ tháng tới',
      kind: 'province',
      chairBody: 'committee',
      inDays: 6,
      hour: 8,
      levels: toCommunes,
      upTo: 'submitted',
    },
    {
      by: 'vanthu',
      title: 'Tập huấn trực tuyến nghiệp vụ cho cấp huyện',
      content: 'Tập huấn nghiệp vụ chuyên ngành',
      kind: 'inProvince',
      chairBody: 'agency',
      inDays: 9,
      hour: 14,
      levels: toDistricts,
      upTo: 'submitted',
    },
  ],
  'binh-dinh': [
    {
      by: 'vanthu',
      title: 'Họp trực tuyến triển khai kế hoạch công tác quý tới',
      content: 'Triển khai kế hoạch công tác quý tới với các huyện, thị xã, thành phố',
      kind: 'agency',
      chairBody: 'agency',
      inDays: 8,
      hour: 8,
      levels: toDistricts,
      upTo: 'submitted',
    },
    {
      by: 'vanphong',
      title: 'Họp trực tuyến Chủ tịch UBND tỉnh với các sở, ban, ngành và cấp huyện',
      content: 'Kiểm điểm tình hình thực hiện nhiệm vụ tháng',
      kind: 'province',
      chairBody: 'committee',
      inDays: 10,
      hour: 8,
      levels: toDistricts,
      upTo: 'confirmed',
    },
    {
      by: 'vanthu',
      title: 'Họp trực tuyến rà soát thủ tục hành chính',
      content: 'Rà soát, đơn giản hóa thủ tục hành chính',
      kind: 'agency',
      chairBody: 'agency',
      inDays: 15,
      hour: 14,
      levels: toDistricts,
      upTo: 'draft',
    },
  ],
  'ha-noi': [
    {
      by: 'vanthu',
      title: 'Họp trực tuyến triển khai nhiệm vụ chuyên ngành với các quận, huyện, thị xã',
      content: 'Triển khai nhiệm vụ chuyên ngành',
      kind: 'agency',
      chairBody: 'agency',
      inDays: 5,
      hour: 14,
      levels: toDistricts,
      upTo: 'submitted',
    },
    {
      by: 'vanphong',
      title: 'Hội nghị giao ban trực tuyến UBND Thành phố với các quận, huyện, thị xã',
      content: 'Giao ban công tác tháng',
      kind: 'leadership',
      chairBody: 'committee',
      inDays: 7,
      hour: 8,
      levels: toDistricts,
      upTo: 'submitted',
    },
  ],
  'quang-ninh': [
    {
      by: 'vanphong',
      title: 'Hội nghị trực tuyến UBND tỉnh với các địa phương, cơ sở',
      content: 'Giao ban công tác tháng; triển khai nhiệm vụ tháng tới',
      kind: 'province',
      chairBody: 'committee',
      inDays: 9,
      hour: 8,
      levels: toCommunes,
      upTo: 'submitted',
    },
  ],
};

/**
 * Registers sample meetings as their clerks do, through the API, with a decision where the sample says so. Does nothing
 * when there are files already.
 *
 * @returns how many there are now
 */
export async function registerSampleFiles(
  { url, password }: { url: string; password: string },
  locality: SampleLocalityCode,
  now: number,
): Promise<number> {
  const desk = await signIn(url, 'trucban', password);
  const known = RegistrationPage.parse(await ask(desk, '/api/registrations?view=all&limit=100'));
  // Those of the past are closed.
  if (known.registrations.some(({ state }) => state !== 'closed')) return 0;
  const people = peopleOf(url, password);
  const { sites } = SiteList.parse(await ask(desk, '/api/sites'));
  for (const file of sampleFilesOf[locality]) await registerFile(people, file, { sites, now });
  return sampleFilesOf[locality].length;
}

/** Whoever acts in the sample, signed in once. */
export type People = (login: string) => Promise<SignedIn>;

export function peopleOf(url: string, password: string): People {
  const known = new Map<string, Promise<SignedIn>>();
  return (login) => {
    const person = known.get(login) ?? signIn(url, login, password);
    known.set(login, person);
    return person;
  };
}

/**
 * Registers one meeting and takes it as far as the sample says.
 *
 * @param sites - those that may be invited
 * @param now - what the server takes the time to be
 */
export async function registerFile(
  people: People,
  file: SampleFile,
  { sites, now }: { readonly sites: readonly Site[]; readonly now: number },
): Promise<Registration> {
  const clerk = await people(file.by);
  const rules = RegistrationRulesReply.parse(await ask(clerk, '/api/registrations/rules'));
  const { registration } = RegistrationDetail.parse(
    await ask(clerk, '/api/registrations', { data: dataOf(file, rules, sites, now) }),
  );
  if (file.upTo === 'draft') return registration;
  const submitted = await actOnFile(clerk, registration, 'submit');
  if (file.upTo === 'submitted' || submitted.state === 'confirmed') return submitted;
  return actOnFile(await people('duyet'), submitted, 'confirm');
}

export async function actOnFile(
  person: SignedIn,
  registration: Registration,
  which: RegistrationAct,
): Promise<Registration> {
  const body = {
    revision: registration.revision,
    act: RegistrationAct.parse(which),
    reason: null,
    reception: null,
    displace: [],
  };
  const path = `/api/registrations/${registration.meetingId}/acts`;
  return RegistrationDetail.parse(await ask(person, path, body)).registration;
}

function dataOf(
  { title, content, kind, chairBody, inDays, hour, levels, recording = true }: SampleFile,
  rules: RegistrationRulesReply,
  sites: readonly Site[],
  now: number,
): RegistrationData {
  const start = workingMorning(now + inDays * DAY_MS) + hour * HOUR_MS;
  const invited = sites.filter(
    ({ levelCode, status }) => levels.includes(levelCode) && status === 'admitted',
  );
  const chair = invited.find(({ roles }) => roles.includes('chair'));
  return RegistrationData.parse({
    title,
    content,
    kind,
    urgency: 'planned',
    urgentCause: null,
    purpose: rules.purposes[0]?.key ?? null,
    form: 'online',
    hostOrganisationId: rules.hosts[0]?.organisationId,
    chairBody,
    chairPerson: 'Lãnh đạo cơ quan chủ trì',
    chairTitle: 'Chủ trì cuộc họp',
    venue: 'Phòng họp trực tuyến',
    basis: {
      number: '15/CTr',
      issuedOn: LocalDate.parse(new Date(now + ZONE_MS - DAY_MS).toISOString().slice(0, 10)),
      issuer: 'Cơ quan chủ trì',
    },
    official: { start: instant(start), end: instant(start + 3 * HOUR_MS) },
    rehearsal: { start: instant(start - 42 * HOUR_MS), end: instant(start - 41 * HOUR_MS) },
    chairSiteId: chair?.siteId ?? null,
    sites: invited.map(({ siteId, dutyTitle, dutyPhone }) => ({
      siteId,
      attendance: 10,
      contactName: dutyTitle,
      contactPhone: dutyPhone,
      mayPresent: false,
    })),
    script: '1. Ổn định tổ chức\n2. Khai mạc\n3. Báo cáo\n4. Thảo luận\n5. Kết luận',
    technician: { name: 'Cán bộ kỹ thuật cơ quan chủ trì', phone: '0900 000 900' },
    staffRequest: 'Cử cán bộ kỹ thuật trực trong buổi tổng duyệt và phiên họp chính thức',
    technical: {
      recording,
      slides: true,
      video: false,
      projector: false,
      speaking: true,
      storeMedia: false,
      headquartersRoom: false,
      other: null,
    },
    secret: { declared: false, protectionPlan: null },
    invitation: null,
    upstream:
      chairBody === 'upstream' ? { body: 'Văn phòng Chính phủ', document: 'Giấy mời họp trực tuyến' } : null,
  });
}

/** Local midnight of that day, or of the Monday after a weekend. */
function workingMorning(at: number): number {
  const midnight = Math.floor((at + ZONE_MS) / DAY_MS) * DAY_MS;
  const weekday = new Date(midnight).getUTCDay();
  const shift = weekday === 6 ? 2 : weekday === 0 ? 1 : 0;
  return midnight + shift * DAY_MS - ZONE_MS;
}
