import {
  type ConferenceEventBody,
  type ConferenceState,
  type Instant,
  instant,
  type MeetingRules,
  type NodeId,
  type SlaveLink,
} from '@nhipcau/contracts';

/** After the meeting is set up on its nodes, a link has so long to come up before anybody is told that it has not. */
export const LINK_UP_WITHIN_MS = 30_000;

type SlaveEvent = Extract<ConferenceEventBody, { type: 'connect.slaveJoined' | 'connect.slaveLate' }>;

/** How far an MCU is with being joined to the master. */
export type SlaveStanding = 'pending' | 'inTime' | 'missing' | 'joinedLate';

/** @rule CN-8 (R-CON-02) */
export function slaveStanding(joinedAt: Instant | null, dueAt: Instant, now: Instant): SlaveStanding {
  if (joinedAt !== null) return joinedAt > dueAt ? 'joinedLate' : 'inTime';
  return now > dueAt ? 'missing' : 'pending';
}

/**
 * MCUs that came into the tree, and those that had not by the hour that the text names; each is told once. A standby that
 * takes the place of another owes nothing, nor does anybody where the meeting itself was opened after its hour.
 *
 * @param upSince - since when the link of a node to its parent is up; null: it is not
 * @rule CN-8 (HB II.1.2 b4; VP Đ6.1 b5; R-CON-02)
 */
export function followSlaves(
  { connecting, tree, reliefs, startedAt }: ConferenceState,
  { rule, plannedStart }: { rule: MeetingRules['slaveLinks']; plannedStart: Instant },
  upSince: (childId: NodeId, parentId: NodeId) => Instant | null,
  now: Instant,
): SlaveEvent[] {
  if (rule === null || startedAt === null || startedAt >= plannedStart) return [];
  const known = new Map(connecting.slaves.map((slave) => [slave.childId, slave]));
  const isStandby = (nodeId: NodeId) =>
    reliefs?.given.some(({ standby }) => standby.nodeId === nodeId) ?? false;
  const isTold = now > rule.dueAt && now < plannedStart && now - startedAt >= LINK_UP_WITHIN_MS;
  const events = tree.flatMap(({ nodeId, parentId }): SlaveEvent[] => {
    const slave = known.get(nodeId);
    if (parentId === null || isStandby(nodeId) || (slave && slave.joinedAt !== null)) return [];
    const since = upSince(nodeId, parentId);
    if (since !== null) {
      const joinedAt = instant(Math.max(startedAt, Math.min(since, now)));
      const lateByMs = joinedAt > rule.dueAt ? joinedAt - rule.dueAt : null;
      return [{ type: 'connect.slaveJoined', childId: nodeId, joinedAt, lateByMs }];
    }
    return isTold && (slave?.lateAt ?? null) === null
      ? [{ type: 'connect.slaveLate', childId: nodeId, to: rule.tells.join(', ') }]
      : [];
  });
  const owing = tree.filter(({ nodeId, parentId }) => parentId !== null && !isStandby(nodeId));
  return withLast(
    events,
    owing.map(({ nodeId }) => nodeId),
    known,
  );
}

/** The last one that comes in says since when all are there: what the duty of the units asks for (rule LG-3). */
function withLast(
  events: readonly SlaveEvent[],
  owing: readonly NodeId[],
  known: ReadonlyMap<NodeId, SlaveLink>,
): SlaveEvent[] {
  const joined = new Map<NodeId, Instant>();
  for (const [nodeId, { joinedAt }] of known) if (joinedAt !== null) joined.set(nodeId, joinedAt);
  for (const event of events)
    if (event.type === 'connect.slaveJoined') joined.set(event.childId, event.joinedAt);
  const last = events.findLastIndex(({ type }) => type === 'connect.slaveJoined');
  const times = owing.flatMap((nodeId) => joined.get(nodeId) ?? []);
  if (last < 0 || times.length < owing.length) return [...events];
  const allSince = instant(Math.max(...times));
  return events.map((event, index) =>
    index === last && event.type === 'connect.slaveJoined' ? { ...event, allSince } : event,
  );
}

/** What is kept of the MCUs after an event. */
export function withSlave(slaves: readonly SlaveLink[], body: SlaveEvent, at: Instant): SlaveLink[] {
  const { childId } = body;
  const before = slaves.find((slave) => slave.childId === childId) ?? {
    childId,
    joinedAt: null,
    lateAt: null,
  };
  const after =
    body.type === 'connect.slaveJoined' ? { ...before, joinedAt: body.joinedAt } : { ...before, lateAt: at };
  return [...slaves.filter((slave) => slave.childId !== childId), after];
}
