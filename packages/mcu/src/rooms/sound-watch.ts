import type { Clock } from '@nhipcau/base';
import type { NodeHappening } from '@nhipcau/contracts';
import {
  SOUNDING_PACKETS_PER_S,
  soundBefore,
  untouchedSound,
  type SoundWatch as Watch,
  watchSound,
} from '@nhipcau/domain';
import type { types } from 'mediasoup';
import type { Seat } from './seat.ts';
import type { SeatConsumer } from './seat-consumer.ts';

/** Mends what one seat alone does not hear, by itself (rule MN-20). */
export class SoundWatch {
  readonly #clock: Clock;
  readonly #report: (happening: NodeHappening) => void;
  readonly #watches = new WeakMap<Seat, Map<string, { readonly watch: Watch; readonly seenAt: number }>>();
  /** Packets that had come of a microphone at the last look. */
  readonly #counts = new WeakMap<types.Producer, { readonly packets: number; readonly at: number }>();

  constructor(clock: Clock, report: (happening: NodeHappening) => void) {
    this.#clock = clock;
    this.#report = report;
  }

  /** One look at every seat, each second. */
  async look(seats: readonly Seat[]): Promise<void> {
    const open = seats.flatMap((seat) =>
      seat.occupied
        ? (seat.media?.consumers ?? [])
            .filter(({ want, flowing }) => want.source === 'mic' && flowing)
            .map((entry) => ({ seat, entry }))
        : [],
    );
    for (const seat of seats) this.#forgetHeld(seat);
    const unheard = open.filter(({ seat, entry }) => seat.hears(entry.want.siteId) === false);
    const sounding = await this.#sounding(unheard.map(({ entry }) => entry.want.producer));
    const now = this.#clock.now();
    for (const { seat, entry } of open) {
      if (seat.closed || entry.consumer.closed) continue;
      this.#judge(seat, entry, sounding.has(entry.want.producer), now);
    }
  }

  /** The floor was taken from whom it heard: what was tried there is over. */
  #forgetHeld(seat: Seat): void {
    const watches = this.#watches.get(seat);
    if (!watches) return;
    for (const { want, held } of seat.media?.consumers ?? []) if (held) watches.delete(want.key);
  }

  #judge(seat: Seat, { want, consumer }: SeatConsumer, sent: boolean, now: number): void {
    const watches = this.#watches.get(seat) ?? new Map<string, { watch: Watch; seenAt: number }>();
    this.#watches.set(seat, watches);
    const known = watches.get(want.key);
    const before = soundBefore(known?.watch ?? untouchedSound, known?.seenAt ?? null, now);
    const heard = seat.hears(want.siteId);
    // Its stream was opened just now, or it never reports: not knowing is no silence.
    if (heard === null) {
      watches.set(want.key, { watch: before, seenAt: now });
      return;
    }
    const { watch, act, mended } = watchSound(before, { sent, heard }, now);
    watches.set(want.key, { watch, seenAt: now });
    if (mended && seat.siteId !== null)
      this.#report({
        type: 'sound.mended',
        siteId: seat.siteId,
        fromSiteId: want.siteId,
        step: mended.step,
        silentMs: Math.round(mended.silentMs),
      });
    // The next pass opens it again.
    if (act === 'consumer') consumer.close();
    if (act === 'transports') seat.rebuild();
  }

  /** Those of these microphones that really send a voice. */
  async #sounding(producers: readonly types.Producer[]): Promise<ReadonlySet<types.Producer>> {
    const sounding = new Set<types.Producer>();
    await Promise.allSettled(
      [...new Set(producers)].map(async (producer) => {
        const stats = await producer.getStats();
        const packets = stats.reduce((sum, { packetCount }) => sum + packetCount, 0);
        const now = this.#clock.now();
        const before = this.#counts.get(producer);
        this.#counts.set(producer, { packets, at: now });
        const seconds = before ? (now - before.at) / 1_000 : 0;
        if (before && seconds > 0 && (packets - before.packets) / seconds >= SOUNDING_PACKETS_PER_S)
          sounding.add(producer);
      }),
    );
    return sounding;
  }
}
