import type { OrganisationKind, RegistrationData, Room, RoomRule, ScheduleRules } from '@nhipcau/contracts';

/** Whose meeting it is, as far as the choice of a room asks. */
export interface RoomAsker {
  readonly levelCode: string;
  readonly kind: OrganisationKind;
}

type Asking = Pick<RegistrationData, 'chairBody'> & {
  readonly technical: Pick<RegistrationData['technical'], 'headquartersRoom'>;
};
type OpenRoom = Pick<Room, 'roomId' | 'siteId' | 'name' | 'kind'>;

/** The rule that says from which rooms this meeting is chaired; null: the regulation does not say. */
export function roomRuleOf(
  { rooms }: Pick<ScheduleRules, 'rooms'>,
  { chairBody, technical }: Asking,
  host: RoomAsker,
): RoomRule | null {
  const rule = rooms.find(
    ({ chairBodies, hostLevels, hostKinds, onRequest }) =>
      chairBodies.includes(chairBody) &&
      (!onRequest || technical.headquartersRoom) &&
      (hostLevels?.includes(host.levelCode) ?? true) &&
      (hostKinds?.includes(host.kind) ?? true),
  );
  return rule ?? null;
}

export interface RoomChoice<R extends OpenRoom> {
  /** The room of the chair site that is used; null: the site has none that may be. */
  readonly room: R | null;
  /** What the regulation proposes instead, when the chair site is elsewhere. */
  readonly proposed: R | null;
}

/**
 * The room a meeting is chaired from. A rule binds where the installation has such a room at all; a chair site without
 * one is refused and the room of the text proposed.
 *
 * @param rooms - open rooms, of the chair site and those of the kinds the rule names
 * @rule SC-3 (R-SCH-02; BD Đ9.3a–b; QN Đ4.1; HN Đ12.2a)
 */
export function chooseRoom<R extends OpenRoom>(
  rule: RoomRule | null,
  chairSiteId: string,
  rooms: readonly R[],
): RoomChoice<R> {
  const here = rooms.filter(({ siteId }) => siteId === chairSiteId);
  const own = here.find(({ kind }) => kind === 'site') ?? here[0] ?? null;
  if (rule === null) return { room: own, proposed: null };
  const named = rule.rooms.flatMap((kind) => rooms.filter((room) => room.kind === kind));
  if (named.length === 0) return { room: own, proposed: null };
  const fit = named.find(({ siteId }) => siteId === chairSiteId);
  return fit ? { room: fit, proposed: null } : { room: null, proposed: named[0] ?? null };
}
