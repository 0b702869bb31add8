import type { Action, SessionInfo, SignerPost } from '@nhipcau/contracts';
import { can, mayEver } from '@nhipcau/domain';
import { officialOf } from '../incidents/case-reach.ts';
import type { Units } from '../staff/units.ts';
import type { LogRow, LogSearch } from './logs.repository.ts';

type Place = Pick<LogRow, 'siteId' | 'organisationId'>;

/** From where somebody looks at books; a partner only at what their own unit keeps (R-SEC-09). */
export class LogReach {
  readonly #person: SessionInfo;
  readonly #units: Units;

  constructor(person: SessionInfo, units: Units) {
    this.#person = person;
    this.#units = units;
  }

  get userId(): string {
    return this.#person.userId;
  }

  get isOfficial(): boolean {
    return mayEver(officialOf(this.#person), 'log.read');
  }

  /** What a search may find: null for whoever sees everything. */
  get search(): LogSearch['reach'] {
    const official = officialOf(this.#person);
    if (can(official, 'log.read', {})) return null;
    const units = this.#units;
    return {
      siteIds: units.sites
        .filter(({ siteId, organisationId }) =>
          can(official, 'log.read', units.placeOf(organisationId, siteId)),
        )
        .map(({ siteId }) => siteId),
      organisationIds: units.all
        .map(({ organisationId }) => organisationId)
        .filter((id) => can(this.#person.grants, 'log.read', { organisationPath: units.pathOf(id) })),
      hostIds: units.all
        .map(({ organisationId }) => organisationId)
        .filter((id) => can(official, 'log.read', { organisationPath: units.pathOf(id) })),
    };
  }

  /** Whether they act at a place as its keeper, or as the head of its unit. */
  acts(
    action: Extract<Action, 'log.keep' | 'log.confirm' | 'log.attach'>,
    { siteId, organisationId }: Place,
  ): boolean {
    const grants = siteId === null ? this.#person.grants : officialOf(this.#person);
    return can(grants, action, this.#units.placeOf(organisationId, siteId));
  }

  signsAs(post: SignerPost, place: Place): boolean {
    return this.acts(post === 'unitHead' ? 'log.confirm' : 'log.keep', place);
  }

  reads({ siteId, organisationId }: Place, hostId: string | null): boolean {
    const grants = siteId === null ? this.#person.grants : officialOf(this.#person);
    return (
      can(grants, 'log.read', this.#units.placeOf(organisationId, siteId)) ||
      (hostId !== null &&
        can(officialOf(this.#person), 'log.read', { organisationPath: this.#units.pathOf(hostId) }))
    );
  }
}
