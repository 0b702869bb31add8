import type { Layer, LimitReached, LinkLimits, Source } from '@nhipcau/contracts';

/** A stream that somebody behind a link wants over it. */
export interface LinkWish {
  /** Names the stream among the wishes. */
  readonly key: string;
  readonly source: Source;
  /** Highest layer the sender must encode; null for sound. */
  readonly layer: Layer | null;
  /** Highest layer somebody shows; `low` under a `high` layer is a cue. */
  readonly shown: Layer | null;
  /** Rate once measured, kilobits per second, for what has no layers; null: not measured. */
  readonly kbps: number | null;
}

/** How a stream crosses the link. */
export interface Carried {
  readonly layer: Layer | null;
  readonly shown: Layer | null;
  /** One encoding chosen by the receiver, instead of all that the sender encodes. */
  readonly single: boolean;
}

export interface Shed {
  readonly key: string;
  readonly to: 'low' | 'nothing';
  readonly by: Exclude<LimitReached, 'line'>;
}

export interface Admission {
  readonly carried: ReadonlyMap<string, Carried>;
  readonly shed: readonly Shed[];
}

/** What streams take of a line with all headers, kilobits per second: the limits of the rooms' encoders and a tenth. */
export const nominalKbps = { voice: 75, low: 180, high: 1_900, content: 800 } as const;

/** Share of a line that is planned; the rest is for key frames and retransmission. */
const PLANNED_SHARE = 0.9;

const classes = ['voice', 'program', 'content', 'cue', 'tile'] as const;
type WishClass = (typeof classes)[number];

const isVoice = (source: LinkWish['source']): boolean => source === 'mic' || source === 'talk';

function classOf({ source, layer, shown }: LinkWish): WishClass {
  if (isVoice(source)) return 'voice';
  if (source === 'content') return 'content';
  if (shown === 'high') return 'program';
  return layer === 'high' ? 'cue' : 'tile';
}

/**
 * What a link direction carries of what is wished, and what it sheds: tiles first, then the layer of program pictures,
 * then pictures, sound never (rules LK-5 … LK-7). The same wishes give the same answer whatever their order.
 */
export function admit(wishes: readonly LinkWish[], limits: LinkLimits): Admission {
  const book = new Book(limits);
  const of = (wanted: WishClass) =>
    wishes.filter((wish) => classOf(wish) === wanted).sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const voice of of('voice')) book.carry(voice, null, 0);
  const programs = of('program');
  // Every program picture first small, then presentations, then large pictures as far as it goes, then the rest.
  for (const program of programs) book.picture(program);
  for (const content of of('content')) book.content(content);
  for (const program of programs) book.enlarge(program);
  for (const small of [...of('cue'), ...of('tile')]) book.picture(small);
  return { carried: book.carried, shed: book.shed };
}

class Book {
  readonly carried = new Map<string, Carried>();
  readonly shed: Shed[] = [];
  readonly #limits: LinkLimits;
  #kbps: number;
  #programs = 0;
  #tiles = 0;
  #contents = 0;

  constructor(limits: LinkLimits) {
    this.#limits = limits;
    this.#kbps = limits.kbps === null ? Number.POSITIVE_INFINITY : limits.kbps * PLANNED_SHARE;
  }

  carry({ key, layer, source }: LinkWish, shown: Layer | null, kbps: number): void {
    this.#kbps -= isVoice(source) ? nominalKbps.voice : kbps;
    this.carried.set(key, { layer, shown, single: this.#limits.kbps !== null && source === 'camera' });
  }

  /** A camera as a tile; one that may become a full screen later does not count as a tile yet. */
  picture(wish: LinkWish): void {
    const isTile = wish.shown !== 'high';
    if (isTile && this.#tiles >= this.#limits.tiles) return this.#refuse(wish, 'tiles');
    if (this.#kbps < nominalKbps.low) return this.#refuse(wish, 'rate');
    if (isTile) this.#tiles += 1;
    this.carry(wish, 'low', nominalKbps.low);
  }

  content(wish: LinkWish): void {
    const kbps = Math.max(nominalKbps.content, wish.kbps ?? 0);
    if (this.#contents >= this.#limits.contents) return this.#refuse(wish, 'contents');
    if (this.#kbps < kbps) return this.#refuse(wish, 'rate');
    this.#contents += 1;
    this.carry(wish, wish.shown, kbps);
  }

  /** Gives a program picture that is carried small its full layer, when count and rate allow it. */
  enlarge(wish: LinkWish): void {
    if (!this.carried.has(wish.key)) return;
    const more = nominalKbps.high - nominalKbps.low;
    const by = this.#programs >= this.#limits.programs ? 'programs' : this.#kbps < more ? 'rate' : null;
    if (by !== null) {
      // Whoever wants the large picture gets the small one; its sender is not asked for more.
      this.carried.set(wish.key, { layer: 'low', shown: 'low', single: true });
      this.shed.push({ key: wish.key, to: 'low', by });
      return;
    }
    this.#programs += 1;
    this.#kbps -= more;
    this.carried.set(wish.key, { layer: wish.layer, shown: 'high', single: this.#limits.kbps !== null });
  }

  #refuse({ key }: LinkWish, by: Shed['by']): void {
    this.shed.push({ key, to: 'nothing', by });
  }
}

/** The lower of two rates, where null is no limit. */
export const lowerRate = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
