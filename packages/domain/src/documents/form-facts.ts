import type { Instant, LocalDate, Registration, RegulationProfile, SiteId } from '@nhipcau/contracts';

/** A site by the names it has when the form is printed. */
export interface SiteFacts {
  readonly name: string;
  readonly organisation: string;
  readonly address: string | null;
  readonly room: string;
  readonly level: string;
  readonly mcu: string;
  readonly terminal: 'browser' | 'vcs';
  readonly dutyTitle: string | null;
  readonly dutyPhone: string | null;
}

/** A member of a unit's staff as PL III of Quảng Ninh asks for it. */
export interface StaffFacts {
  readonly name: string;
  readonly title: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** A post of the duty sheet and who holds it. */
export interface DutyFacts {
  readonly post: string;
  readonly siteId: SiteId | null;
  readonly site: string | null;
  readonly person: string | null;
  readonly phone: string | null;
}

/** Everything a form is made from; names are those of the day of print. */
export interface FormFacts {
  readonly registration: Registration;
  readonly profile: RegulationProfile;
  readonly host: { readonly name: string; readonly superior: string | null; readonly address: string | null };
  readonly sites: ReadonlyMap<SiteId, SiteFacts>;
  readonly decision: {
    readonly agreed: boolean;
    readonly at: Instant;
    readonly reason: string | null;
  } | null;
  readonly staff: {
    readonly leader: StaffFacts | null;
    readonly main: StaffFacts | null;
    readonly support: StaffFacts | null;
  };
  readonly duty: readonly DutyFacts[];
  /** With which number and day it leaves the house; null for a print before that. */
  readonly issue: { readonly number: string | null; readonly on: LocalDate } | null;
}
