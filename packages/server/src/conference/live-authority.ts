import type {
  ChamberId,
  Command,
  ConferenceState,
  HelpId,
  LiveRules,
  SessionInfo,
  SiteId,
} from '@nhipcau/contracts';
import { helpInHand, type LiveVerdict, liveVerdict, type Place, partiesOf } from '@nhipcau/domain';
import { meetingPlace, sitePath } from '../access/meeting-place.ts';
import { mayCommand } from '../access/permissions.ts';
import type { Database } from '../database/database.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import { isLent } from './site-cameras.ts';

export interface Authority {
  readonly verdict: LiveVerdict;
  /** The intervention without which it would be refused; goes into the audit with the command (R-CDT-14). */
  readonly helpId: HelpId | null;
}

const refused: Authority = { verdict: 'refused', helpId: null };
const allowed: Authority = { verdict: 'allowed', helpId: null };

/** Who may give which command in one meeting: the roles first, then the table of its locality (R-CDT-13). */
export class LiveAuthority {
  readonly #database: Database;
  readonly #record: MeetingRecord;
  readonly #rules: LiveRules;
  readonly #state: () => ConferenceState;

  constructor(database: Database, record: MeetingRecord, rules: LiveRules, state: () => ConferenceState) {
    this.#database = database;
    this.#record = record;
    this.#rules = rules;
    this.#state = state;
  }

  /** Whoever conducts a meeting conducts its chambers; whoever may conduct from a chamber's chair site, that chamber. */
  async of(command: Command, chamberId: ChamberId | null, person: SessionInfo): Promise<Authority> {
    const { chairSiteId, chambers } = this.#state();
    const chamber = chambers.find((known) => known.chamberId === chamberId && known.isOpen);
    const chairs = [chairSiteId ?? this.#record.chairSiteId, ...(chamber ? [chamber.chairSiteId] : [])];
    let best = refused;
    for (const chair of chairs) {
      const authority = await this.#from(chair, command, person);
      if (authority.verdict === 'allowed') return authority;
      if (authority.verdict === 'override') best = authority;
    }
    return best;
  }

  async #from(chairSiteId: SiteId, command: Command, { grants, userId }: SessionInfo): Promise<Authority> {
    const { meetingId } = this.#record;
    const place = await meetingPlace(this.#database, { meetingId, chairSiteId }, grants);
    if (!mayCommand(grants, command.type, place)) return refused;
    const others = grants.filter(({ role }) => role !== 'operator');
    if (mayCommand(others, command.type, place)) return allowed;
    const help = helpInHand(this.#state(), userId);
    const standing = { parties: partiesOf(grants, place), hasHelp: help !== null };
    const judge = (chairSiteHeld: boolean) =>
      liveVerdict(command.type, this.#rules, { ...standing, chairSiteHeld });
    const verdict = judge(true);
    if (verdict === 'allowed') return allowed;
    // Only now it matters whether anybody holds the control of the chair site.
    if (judge(false) === 'allowed' && !(await this.#isHeld({ ...place, siteId: chairSiteId })))
      return allowed;
    if (verdict === 'override') return { verdict, helpId: help?.helpId ?? null };
    const isOfCamera = command.type === 'camera.recall' || command.type === 'camera.turn';
    if (!isOfCamera || standing.parties.size === 0) return refused;
    return (await isLent(this.#database, meetingId, command.siteId)) ? allowed : refused;
  }

  /** Whether somebody was given the control of what is chaired there: an operator's grant that is not for the whole installation. */
  async #isHeld({ siteId, meetingId, organisationPath }: Place): Promise<boolean> {
    const path = organisationPath ?? (siteId === undefined ? [] : await sitePath(this.#database, siteId));
    const found = await this.#database
      .selectFrom('user_grant')
      .innerJoin('user_account', 'user_account.id', 'user_grant.user_id')
      .select('user_grant.user_id')
      .where('user_grant.role', '=', 'operator')
      .where('user_account.disabled', '=', false)
      .where((eb) =>
        eb.or([
          eb.and([eb('scope_kind', '=', 'site'), eb('scope_id', '=', siteId ?? '')]),
          eb.and([eb('scope_kind', '=', 'meeting'), eb('scope_id', '=', meetingId ?? '')]),
          eb.and([eb('scope_kind', '=', 'organisation'), eb('scope_id', 'in', ['', ...path])]),
        ]),
      )
      .limit(1)
      .executeTakeFirst();
    return found !== undefined;
  }
}
