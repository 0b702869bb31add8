import type {
  ConferenceState,
  LineAlarm,
  LineSubject,
  LinkObserved,
  RosterEntry,
  SeatObserved,
  ShedStream,
  SiteId,
  TreeNode,
} from '@nhipcau/contracts';
import { type LineSample, wordOf } from '@nhipcau/domain';
import type { Observations } from './observations.ts';

/** A line that is up, as it was observed last. */
export interface ObservedLine {
  readonly subject: LineSubject;
  /** What its alarms are decided from; an alarm that is not named does not concern this kind of line. */
  readonly figures: Readonly<Partial<Record<LineAlarm, number | null>>>;
  readonly sample: LineSample;
}

/** Every line of a meeting that is up now: of the connected rooms, and the links of its cascade. */
export function observedLines(state: ConferenceState, observations: Observations): ObservedLine[] {
  const links = state.tree.flatMap((node) => linkLine(node, observations) ?? []);
  const shed = new Set(links.flatMap(({ sheds }) => sheds.filter(({ to }) => to === 'nothing').map(keyOf)));
  const seats = new Map<SiteId, SeatObserved>();
  for (const entry of state.roster) {
    const seat = observations.seatOf(entry.siteId, entry.nodeId);
    if (seat?.state === 'connected') seats.set(entry.siteId, seat);
  }
  const stages = [state.stage, ...state.chambers.map(({ stage }) => stage)];
  const floor = new Set(stages.flatMap((stage) => stage?.floor ?? []));
  const sites = state.roster.flatMap((entry) => siteLine(entry, floor, seats, shed) ?? []);
  return [...links.map(({ line }) => line), ...sites];
}

const keyOf = ({ siteId, source }: Pick<ShedStream, 'siteId' | 'source'>): string => `${siteId}/${source}`;

function siteLine(
  { siteId }: RosterEntry,
  floor: ReadonlySet<SiteId>,
  seats: ReadonlyMap<SiteId, SeatObserved>,
  shed: ReadonlySet<string>,
): ObservedLine | null {
  const seat = seats.get(siteId);
  if (!seat) return null;
  const { stats, quality } = seat;
  const isSent = (from: SiteId, source: 'camera' | 'mic' | 'content'): boolean => {
    const sender = seats.get(from);
    if (!sender || shed.has(`${from}/${source}`)) return false;
    return source === 'mic' ? sender.mic === 'open' && floor.has(from) : sender[source] === 'sending';
  };
  const missing = (sound: boolean): number =>
    seat.flows.filter(
      ({ siteId: from, source, flowing }) =>
        !flowing && source !== 'talk' && (source === 'mic') === sound && isSent(from, source),
    ).length;
  return {
    subject: { kind: 'site', siteId },
    figures: {
      loss: stats?.loss ?? null,
      delay: stats?.rttMs ?? null,
      jitter: stats?.jitterMs ?? null,
      noPicture: missing(false),
      noSound: missing(true),
    },
    sample: {
      quality,
      rttMs: stats?.rttMs ?? null,
      jitterMs: stats?.jitterMs ?? null,
      loss: stats?.loss ?? null,
      upKbps: stats?.sendKbps ?? null,
      downKbps: stats?.receiveKbps ?? null,
      keyFrames: null,
      micDb: stats?.micDb ?? null,
    },
  };
}

function linkLine(
  { nodeId, parentId }: TreeNode,
  observations: Observations,
): { line: ObservedLine; sheds: readonly ShedStream[] } | null {
  if (parentId === null) return null;
  const child = observations.linkSeenBy(nodeId, nodeId, parentId);
  const parent = observations.linkSeenBy(parentId, nodeId, parentId);
  const ends = [child, parent].filter((end) => end?.state === 'up') as LinkObserved[];
  if (ends.length === 0) return null;
  const most = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  };
  const figures = {
    loss: most(ends.map(({ loss }) => loss)),
    rttMs: most(ends.map(({ rttMs }) => rttMs)),
    jitterMs: most(ends.map(({ jitterMs }) => jitterMs)),
  };
  const sheds = ends.flatMap(({ shed }) => shed);
  return {
    sheds,
    line: {
      subject: { kind: 'link', childId: nodeId, parentId },
      figures: {
        loss: figures.loss,
        delay: figures.rttMs,
        jitter: figures.jitterMs,
        thin: sheds.filter(({ by }) => by === 'rate' || by === 'line').length,
        keyFrames: most(ends.map(keyFramesPerPicture)),
      },
      sample: {
        quality: wordOf(figures),
        ...figures,
        upKbps: parent?.receiveKbps ?? child?.sendKbps ?? null,
        downKbps: child?.receiveKbps ?? parent?.sendKbps ?? null,
        keyFrames: ends.reduce((sum, { keyFrames }) => sum + keyFrames, 0),
        micDb: null,
      },
    },
  };
}

/** Key frames in the last second for each picture that flows; encodings of one camera are asked together. */
function keyFramesPerPicture({ receives, keyFrames }: LinkObserved): number {
  const pictures = receives.filter(({ source, state }) => source !== 'mic' && state === 'flowing').length;
  return keyFrames / Math.max(1, pictures);
}
