import { instant, OrganisationId, type RegisteredSite, RegistrationData, SiteId } from '@nhipcau/contracts';

const HOUR_MS = 3_600_000;

/** A site as a host names it, with everything a form may ask of it. */
export const aRegisteredSite = (id: string, more: Partial<RegisteredSite> = {}): RegisteredSite => ({
  siteId: SiteId.parse(id),
  attendance: 12,
  contactName: 'Chánh Văn phòng',
  contactPhone: '0900 000 101',
  mayPresent: false,
  ...more,
});

/**
 * A registration of two hours in which everything is stated that any locality asks for; its class is that of an agency's
 * meeting in Hà Nội, so that other localities are asked for by `kind`, `chairBody` and `hostOrganisationId`.
 *
 * @param start - epoch ms
 */
export const aRegistration = (start: number, more: Partial<RegistrationData> = {}): RegistrationData =>
  RegistrationData.parse({
    title: 'Hội nghị giao ban công tác tháng',
    content: 'Đánh giá công tác tháng, triển khai nhiệm vụ tháng tới',
    kind: 'agency',
    urgency: 'planned',
    urgentCause: null,
    purpose: 'otherManagement',
    form: 'online',
    hostOrganisationId: OrganisationId.parse('o-district'),
    chairBody: 'agency',
    chairPerson: 'Chủ tịch UBND huyện',
    chairTitle: 'Chủ tịch',
    venue: 'Phòng họp tầng 2',
    basis: { number: '12/KH-UBND', issuedOn: '2026-10-30', issuer: 'UBND huyện' },
    official: { start: instant(start), end: instant(start + 2 * HOUR_MS) },
    rehearsal: null,
    chairSiteId: SiteId.parse('district'),
    sites: ['district', 'commune', 'commune-2'].map((id) => aRegisteredSite(id)),
    script: 'Khai mạc; báo cáo; thảo luận; kết luận',
    technician: { name: 'Kỹ thuật viên Văn phòng UBND huyện', phone: '0900 000 011' },
    staffRequest: 'Mỗi điểm cầu cử một cán bộ kỹ thuật',
    technical: {
      recording: false,
      slides: false,
      video: false,
      projector: false,
      speaking: false,
      storeMedia: false,
      headquartersRoom: false,
      other: null,
    },
    secret: { declared: false, protectionPlan: null },
    invitation: null,
    upstream: null,
    ...more,
  });
