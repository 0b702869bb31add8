import {
  type FormRule,
  instant,
  LocalDate,
  type Paper,
  Registration,
  type RegistrationData,
  type RegulationProfile,
  SiteId,
} from '@nhipcau/contracts';
import { composePaper, type FormFacts } from '@nhipcau/domain';
import { aRegisteredSite, aRegistration } from '@nhipcau/testkit';
import { readProfiles } from '../regulation/shipped.ts';

const at = (local: string) => instant(Date.parse(`${local}:00+07:00`));
const profiles = readProfiles();

export const profileOf = (locality: string): RegulationProfile => {
  const found = profiles.find((profile) => profile.locality === locality);
  if (!found) throw new Error(`no profile of ${locality}`);
  return found;
};

export const formOf = (profile: RegulationProfile, key: string): FormRule => {
  const found = profile.office.forms.forms.find((form) => form.key === key);
  if (!found) throw new Error(`${profile.locality} has no form ${key}`);
  return found;
};

export const siteIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `xa-${index}`);

/** A meeting of so many sites with everything stated; the first site is the chair's. */
export const sampleData = (sites: number, more: Partial<RegistrationData> = {}): RegistrationData =>
  aRegistration(at('2026-12-01T08:00'), {
    title: 'Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai',
    content: 'Triển khai công tác phòng, chống thiên tai và tìm kiếm cứu nạn',
    rehearsal: { start: at('2026-11-30T14:00'), end: at('2026-11-30T16:30') },
    chairSiteId: SiteId.parse('xa-0'),
    sites: siteIds(sites).map((id) => aRegisteredSite(id)),
    technical: {
      recording: true,
      slides: false,
      video: true,
      projector: true,
      speaking: true,
      storeMedia: false,
      headquartersRoom: true,
      other: 'Bố trí một đường truyền dự phòng',
    },
    ...more,
  });

const staff = {
  name: 'Kỹ thuật viên Văn phòng',
  title: 'Chuyên viên',
  email: 'kythuat@coquan.example',
  phone: '0900 000 111',
};

/** Facts for a form; what is not given is a plain district's meeting that was agreed to. */
export function sampleFacts(
  profile: RegulationProfile,
  data: RegistrationData,
  more: Partial<FormFacts> = {},
): FormFacts {
  const registration = Registration.parse({
    meetingId: 'm-1',
    fileNumber: '2026/0147',
    locality: profile.locality,
    regulationVersion: 1,
    state: 'confirmed',
    revision: 3,
    data,
    reception: null,
    lateReason: null,
    lateRequest: null,
    createdBy: 'u-1',
    createdAt: at('2026-11-20T08:00'),
    registeredAt: at('2026-11-20T08:30'),
    decidedAt: at('2026-11-23T09:00'),
    confirmedAt: at('2026-11-23T09:00'),
  });
  return {
    registration,
    profile,
    host: {
      name: 'Văn phòng Ủy ban nhân dân huyện Đà Bắc',
      superior: 'Ủy ban nhân dân huyện Đà Bắc',
      address: 'Thị trấn Đà Bắc',
    },
    sites: new Map(
      data.sites.map(({ siteId }, index) => [
        siteId,
        {
          name: `Điểm cầu UBND xã số ${index}`,
          organisation: `UBND xã số ${index}`,
          address: `Trung tâm xã số ${index}`,
          room: 'Hội trường',
          level: 'Cấp xã',
          mcu: 'MCU tỉnh',
          terminal: 'vcs' as const,
          dutyTitle: 'Kỹ thuật viên UBND xã',
          dutyPhone: '0900 000 222',
        },
      ]),
    ),
    decision: { agreed: true, at: at('2026-11-23T09:00'), reason: null },
    staff: { leader: staff, main: staff, support: null },
    duty: [
      {
        post: 'Điều khiển MCU',
        siteId: null,
        site: 'Trung tâm điều khiển',
        person: 'Kỹ thuật viên trực chính',
        phone: '0900 000 333',
      },
    ],
    issue: { number: '12/TB-VP', on: LocalDate.parse('2026-11-24') },
    ...more,
  };
}

/** A form of a locality filled in. */
export function samplePaper(
  locality: string,
  key: string,
  {
    sites = 5,
    data = {},
    facts = {},
  }: { sites?: number; data?: Partial<RegistrationData>; facts?: Partial<FormFacts> } = {},
): Paper {
  const profile = profileOf(locality);
  const filled = sampleFacts(profile, sampleData(sites, data), facts);
  return composePaper(profile.office.forms, formOf(profile, key), filled);
}
