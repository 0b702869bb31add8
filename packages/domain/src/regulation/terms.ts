import type { RegulationProfile, TermKey } from '@nhipcau/contracts';

export type Terms = Readonly<Record<TermKey, string>>;

/** Words where a locality's text has none of its own: the plain word every office understands. */
export const commonTerms: Terms = {
  conference: 'họp trực tuyến',
  chairSite: 'điểm cầu chính',
  satelliteSite: 'điểm cầu tham dự',
  controlCentre: 'trung tâm điều khiển',
  rehearsal: 'tổng duyệt',
  siteTechnician: 'cán bộ kỹ thuật',
  meeting: 'cuộc họp',
  registration: 'đăng ký họp',
  notice: 'thông báo',
  approval: 'phê duyệt',
  approver: 'người có thẩm quyền',
  operatingUnit: 'đơn vị vận hành',
  host: 'cơ quan chủ trì',
  chairPerson: 'người chủ trì',
  contact: 'đầu mối liên hệ',
};

/**
 * Every word of a locality as it stands inside a sentence.
 *
 * @rule DO-1 (R-PROF-06)
 */
export const termsOf = ({ terms }: Pick<RegulationProfile, 'terms'>): Terms => {
  const own = (key: TermKey): string => terms[key]?.text ?? commonTerms[key];
  return {
    conference: own('conference'),
    chairSite: own('chairSite'),
    satelliteSite: own('satelliteSite'),
    controlCentre: own('controlCentre'),
    rehearsal: own('rehearsal'),
    siteTechnician: own('siteTechnician'),
    meeting: own('meeting'),
    registration: own('registration'),
    notice: own('notice'),
    approval: own('approval'),
    approver: own('approver'),
    operatingUnit: own('operatingUnit'),
    host: own('host'),
    chairPerson: own('chairPerson'),
    contact: own('contact'),
  };
};

/** The word as it begins a sentence or stands alone as a label. */
export const atStart = (term: string): string => {
  const [first = '', ...rest] = term;
  return first.toLocaleUpperCase('vi') + rest.join('');
};
