import type {
  Citation,
  MeetingId,
  RegistrationData,
  RegulationProfile,
  Resource,
  ScheduleRules,
  SiteId,
} from '@nhipcau/contracts';
import { chooseRoom, type Load, loadOf, rankOf, roomRuleOf, type Window, windowsOf } from '@nhipcau/domain';
import type { Executor } from '../database/database.ts';
import { type OpenRoom, type Places, placesOf } from './places.repository.ts';

/** A load on a shared thing of which somebody said how much there is. */
export interface Limited {
  readonly load: Load;
  readonly available: number;
  /** As people call it; empty for the number of meetings at once. */
  readonly name: string;
}

/** Everything a meeting wants of the calendar. */
export interface Wanted {
  readonly meetingId: MeetingId | null;
  readonly data: RegistrationData;
  readonly rules: ScheduleRules;
  readonly windows: readonly Window[];
  /** What only one may have: rooms, the technician, the means of control. */
  readonly single: readonly Resource[];
  readonly loads: readonly Load[];
  /** Those of the loads that are counted. */
  readonly limited: readonly Limited[];
  /** Room of every site, for the waves. */
  readonly roomOf: ReadonlyMap<string, Resource>;
  readonly rank: number;
  /** The chair site has no room the regulation lets it chair from. */
  readonly roomFault: {
    readonly chairSite: Resource;
    readonly proposed: Resource;
    readonly cite: readonly Citation[];
  } | null;
}

interface Asking {
  readonly meetingId: MeetingId | null;
  readonly data: RegistrationData;
  /** The regulation the meeting follows. */
  readonly profile: Pick<RegulationProfile, 'office'>;
}

/** Works out what this meeting wants, from the directory as it stands. Sites it does not know take nothing. */
export async function wantedBy(executor: Executor, { meetingId, data, profile }: Asking): Promise<Wanted> {
  const rules = profile.office.schedule;
  const siteIds = [...new Set([...data.sites.map(({ siteId }) => siteId), ...chairOf(data)])];
  const places = await placesOf(executor, {
    hostOrganisationId: data.hostOrganisationId,
    siteIds,
    roomKinds: rules.rooms
      .filter(({ chairBodies }) => chairBodies.includes(data.chairBody))
      .flatMap(({ rooms }) => rooms),
  });
  const siteOf = new Map(places.sites.map((site) => [site.siteId, siteResource(site)]));
  const { roomOf, roomFault } = roomsFor(rules, data, places, siteOf);
  const loads =
    siteIds.length === 0
      ? []
      : loadOf(
          places.nodes,
          places.sites.map(({ nodeId }) => nodeId),
          data.technical,
        );
  return {
    meetingId,
    data,
    rules,
    windows: windowsOf(rules, data),
    single: [...roomOf.values(), ...peopleOf(data), ...controlOf(rules, data, siteOf)],
    loads,
    limited: limitedOf(loads, places.limits),
    roomOf,
    rank: rankOf(rules, data),
    roomFault,
  };
}

const limitedOf = (loads: readonly Load[], limits: Places['limits']): Limited[] =>
  loads.flatMap((load) =>
    limits
      .filter(({ kind, resourceId }) => kind === load.kind && resourceId === load.resourceId)
      .map(({ available, name }) => ({ load, available, name })),
  );

/** The room of every site, the chair's by the rule; a site without one is taken itself. */
function roomsFor(
  rules: ScheduleRules,
  data: RegistrationData,
  { host, rooms }: Places,
  siteOf: ReadonlyMap<SiteId, Resource>,
): Pick<Wanted, 'roomOf' | 'roomFault'> {
  const roomsOf = Map.groupBy(rooms, ({ siteId }) => siteId);
  const roomOf = new Map<string, Resource>();
  for (const [siteId, site] of siteOf) {
    const { room } = chooseRoom(null, siteId, roomsOf.get(siteId) ?? []);
    roomOf.set(siteId, room ? roomResource(room) : site);
  }
  const chairSite = data.chairSiteId === null ? undefined : siteOf.get(data.chairSiteId);
  if (data.chairSiteId === null || !chairSite) return { roomOf, roomFault: null };
  const rule = host === null ? null : roomRuleOf(rules, data, host);
  const { room, proposed } = chooseRoom(rule, data.chairSiteId, rooms);
  if (room) roomOf.set(data.chairSiteId, roomResource(room));
  return {
    roomOf,
    roomFault: proposed ? { chairSite, proposed: roomResource(proposed), cite: rule?.cite ?? [] } : null,
  };
}

const chairOf = ({ chairSiteId }: RegistrationData): SiteId[] => (chairSiteId === null ? [] : [chairSiteId]);

const siteResource = ({ siteId, name }: Places['sites'][number]): Resource => ({
  kind: 'site',
  resourceId: siteId,
  name: name.slice(0, 200),
});

const roomResource = ({ roomId, name, siteName }: OpenRoom): Resource => ({
  kind: 'room',
  resourceId: roomId,
  name: `${siteName} – ${name}`.slice(0, 200),
});

/** A technician cannot serve two meetings at once; known by the telephone number. */
function peopleOf({ technician }: RegistrationData): Resource[] {
  const digits = technician?.phone.replace(/\D/g, '') ?? '';
  return technician === null || digits === ''
    ? []
    : [{ kind: 'person', resourceId: digits, name: technician.name.slice(0, 200) }];
}

function controlOf(
  { oneControl }: ScheduleRules,
  { chairSiteId }: RegistrationData,
  siteOf: ReadonlyMap<SiteId, Resource>,
): Resource[] {
  const site = chairSiteId === null ? undefined : siteOf.get(chairSiteId);
  return oneControl === null || !site ? [] : [{ ...site, kind: 'control' }];
}
