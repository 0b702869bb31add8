import type { OrganisationKind, Site } from '@nhipcau/contracts';

export interface SampleNode {
  readonly nodeId: string;
  readonly name: string;
  readonly role: 'master' | 'slave';
  readonly parentId: string | null;
  /** Takes its place when it is lost. */
  readonly standbyId?: string;
}

/** An organisation that the office half works with, beside the People's Committees of the three tiers. */
export interface SampleOffice {
  readonly id: string;
  /** Abbreviation in documents ("ký hiệu"). */
  readonly code: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly levelCode?: string;
  /** Absent: the provincial People's Committee. */
  readonly parentId?: string | null;
  /** Site of the same organisation; absent where it only works in the office. */
  readonly site?: { readonly id: string; readonly name?: string; readonly roles?: Site['roles'] };
}

/** A meeting room with its own calendar. */
export interface SampleRoom {
  readonly id: string;
  readonly siteId: string;
  readonly name: string;
  /** Function in the regulation: `ppco`, `dic`, `party`, `napco`, `hallA`, `hq`, `site`. */
  readonly kind: string;
  readonly seats: number;
}

/** What tells one sample installation from another: all of it data. */
export interface SampleLocality {
  readonly code: string;
  readonly name: string;
  readonly province: string;
  /** File of administrative units in `packages/tools/data`. */
  readonly units: string;
  readonly levels: readonly { readonly code: string; readonly rank: number; readonly name: string }[];
  readonly nodes: readonly SampleNode[];
  /** Node of the Government's site; absent where the locality's system has none (one MCU, linked upward). */
  readonly governmentNode: string | null;
  readonly provinceNode: string;
  readonly districtNode: (districtCode: string) => string;
  /** Whether communes are part of the network. */
  readonly communes: boolean;
  /** District Party committees have sites of their own. */
  readonly districtParty: boolean;
  readonly districtRoles: Site['roles'];
  readonly network: Site['network'];
  readonly chair: { readonly organisationId: string; readonly name: string };
  readonly offices: readonly SampleOffice[];
  readonly rooms: readonly SampleRoom[];
  /** Organisation of the account `vanthu`. */
  readonly clerkOf: string;
  /** Site of the account `kythuat`. */
  readonly technicianAt: string;
  readonly meetingTitle: string;
}

/** Ids that every locality has, so that tests and demonstrations find them. */
export const OFFICE_IDS = {
  committee: 'o-tinh',
  committeeOffice: 'o-vpub',
  informationDepartment: 'o-tttt',
  telecom: 'o-vnpt',
  power: 'o-dienluc',
  upstream: 'o-cpo',
} as const;
