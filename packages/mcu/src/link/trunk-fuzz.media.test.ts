import {
  InstallationCode,
  type LayoutKind,
  layoutCapacity,
  type SiteId,
  type Source,
  type Stage,
} from '@nhipcau/contracts';
import { aliasOf, layoutOf, streamKey, subscriptionsOf } from '@nhipcau/domain';
import { seedsOf, siteId } from '@nhipcau/testkit';
import { afterEach, expect, test } from 'vitest';
import { chance } from '../testing/chance.ts';
import { meetingOn } from '../testing/counting.ts';
import { eventually } from '../testing/eventually.ts';
import type { TestCluster } from '../testing/test-cluster.ts';
import { TrunkedClusters } from '../testing/trunked-clusters.ts';

const [CP, HB] = [InstallationCode.parse('cp'), InstallationCode.parse('hb')];
const UPPER = ['gov', 'hn'];
const LOWER = ['province', 'commune'];
const SOURCES: readonly Source[] = ['camera', 'mic', 'content'];
const ROUNDS = 5;
const STEPS = 10;

let both: TrunkedClusters;
afterEach(() => both.stop());

class Play {
  readonly #random: () => number;
  readonly #isSlave: boolean;
  readonly log: string[] = [];

  constructor(seed: number, isSlave: boolean) {
    this.#random = chance(seed);
    this.#isSlave = isSlave;
  }

  #pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.#random() * from.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  #some(from: readonly SiteId[], most = from.length): SiteId[] {
    return [...from].sort(() => this.#random() - 0.5).slice(0, Math.floor(this.#random() * (most + 1)));
  }

  #stage(sites: readonly SiteId[]): Partial<Stage> {
    const layout = () => {
      const kind = this.#pick<LayoutKind>(['full', 'full', 'pip', 'grid4']);
      return layoutOf(kind, this.#some(sites, layoutCapacity[kind]));
    };
    return this.#pick<() => Partial<Stage>>([
      () => ({ broadcast: layout() }),
      () => ({ chairView: layout() }),
      () => ({ floor: this.#some(sites) }),
      () => ({ broadcast: layout(), floor: this.#some(sites), called: this.#some(sites, 1) }),
      () => ({ cue: this.#some(sites, 1).map((site) => ({ siteId: site, target: 'broadcast' as const })) }),
    ])();
  }

  async step(): Promise<void> {
    const roll = this.#random();
    if (roll < 0.35) {
      this.log.push('stage above');
      const guests = this.#isSlave ? LOWER.map((name) => both.there(name)) : [both.below];
      both.put({ upper: this.#stage([...UPPER.map(siteId), ...guests]) });
    } else if (roll < 0.7) {
      this.log.push('stage below');
      both.put({ lower: this.#stage([...LOWER.map(siteId), both.above]) });
    } else if (roll < 0.78) {
      this.log.push('another site goes up');
      both.chosen = this.#random() < 0.3 ? null : siteId(this.#pick(LOWER));
      both.put({});
    } else if (roll < 0.9) await this.#comeOrGo();
    else {
      const isCut = this.#random() < 0.6;
      this.log.push(isCut ? 'cut' : 'restore');
      if (isCut) both.line.cut();
      else both.line.restore();
    }
    await new Promise((resolve) => setTimeout(resolve, Math.floor(this.#random() * 60)));
  }

  async #comeOrGo(): Promise<void> {
    const [cluster, name] = this.#pick([
      ...UPPER.map((site) => [both.upper, site] as const),
      ...LOWER.map((site) => [both.lower, site] as const),
    ]);
    const room = cluster.rooms.get(name);
    this.log.push(`${room ? 'leave' : 'join'} ${name}`);
    if (!room) return void (await cluster.enter(name));
    cluster.rooms.delete(name);
    await room.leave();
  }
}

/** Streams that the rooms of an installation publish. */
const publishedBy = (cluster: TestCluster): { readonly siteId: SiteId; readonly source: Source }[] =>
  [...cluster.nodes.keys()].flatMap((node) =>
    [...meetingOn(cluster, node).seats].flatMap(({ siteId: site, media }) =>
      site === null
        ? []
        : SOURCES.filter((source) => media?.producer(source)).map((source) => ({ siteId: site, source })),
    ),
  );

/** Those of them that the other installation may have (rule TK-4), by its names. */
const offeredBy = (cluster: TestCluster, code: InstallationCode): string[] => {
  const offers = cluster.plan.tree.flatMap(({ trunk }) => trunk?.offers ?? []);
  return publishedBy(cluster).flatMap(({ siteId: site, source }) => {
    const name = aliasOf(code, site);
    const isOffered = offers.some((offer) => offer.siteId === site && offer.sources.includes(source));
    return isOffered && name !== null ? [streamKey({ siteId: name, source })] : [];
  });
};

const faultsOf = (cluster: TestCluster, others: TestCluster, code: InstallationCode): string[] => {
  const published = new Set([...publishedBy(cluster).map(streamKey), ...offeredBy(others, code)]);
  return [...cluster.rooms].flatMap(([name, room]) => {
    const right = subscriptionsOf(cluster.plan, { kind: 'site', siteId: siteId(name) })
      .map(streamKey)
      .filter((key) => published.has(key))
      .sort();
    return room.receives.join() === right.join()
      ? []
      : [`${name} receives ${room.receives}, should ${right}`];
  });
};

for (const seed of seedsOf(3, 44))
  test(`[R-MCU-06] [R-MCU-07] [TK-4] [TK-9] seed ${seed}: two installations, whatever happens to either and between them, come to what both stages say`, async () => {
    const isSlave = seed % 2 === 0;
    both = await TrunkedClusters.start({ mode: isSlave ? 'slave' : 'oneSite' });
    both.put({});
    for (const name of UPPER) await both.upper.enter(name);
    for (const name of LOWER) await both.lower.enter(name);
    const play = new Play(seed, isSlave);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let step = 0; step < STEPS; step += 1) await play.step();
      both.line.restore();
      await eventually(
        () => [...faultsOf(both.upper, both.lower, HB), ...faultsOf(both.lower, both.upper, CP)],
        (found) => found.length === 0,
        {
          withinMs: 12_000,
          everyMs: 100,
          what: `round ${round}, after ${play.log.slice(-STEPS).join(', ')}`,
        },
      );
    }
    expect(play.log).toHaveLength(ROUNDS * STEPS);
  });
