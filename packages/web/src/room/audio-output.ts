import type { SiteGain, SiteId } from '@nhipcau/contracts';
import { Store } from '../state/store.ts';
import type { RemoteStream } from './room-media.ts';
import { Voice } from './voice.ts';

interface Heard {
  readonly siteId: SiteId;
  readonly voice: Voice;
}

/** Plays the sounds of a seat, each in its own element and as loud as the operator set it; the browser mixes them. */
export class AudioOutput {
  readonly store = new Store<{ blocked: boolean }>({ blocked: false });
  readonly #heard = new Map<string, Heard>();
  #gains: ReadonlyMap<SiteId, number> = new Map();
  #speakerId: string | null = null;

  play(stream: RemoteStream): void {
    if (stream.source !== 'mic' || this.#heard.has(stream.consumerId)) return;
    const heard = { siteId: stream.siteId, voice: new Voice(stream.stream) };
    this.#heard.set(stream.consumerId, heard);
    heard.voice.setGain(this.#gains.get(heard.siteId) ?? 0);
    this.#choose(heard.voice.element);
    this.#start(heard.voice.element);
  }

  stop(stream: RemoteStream): void {
    this.#heard.get(stream.consumerId)?.voice.close();
    this.#heard.delete(stream.consumerId);
  }

  /** How loud sites are heard; those not named as they come. */
  setGains(gains: readonly SiteGain[]): void {
    this.#gains = new Map(gains.map(({ siteId, db }) => [siteId, db]));
    for (const { siteId, voice } of this.#heard.values()) voice.setGain(this.#gains.get(siteId) ?? 0);
  }

  setSpeaker(deviceId: string | null): void {
    this.#speakerId = deviceId;
    for (const { voice } of this.#heard.values()) this.#choose(voice.element);
  }

  /** Called from a touch or key of the person: what the browser held back may play now. */
  unblock(): void {
    this.store.set({ blocked: false });
    for (const { voice } of this.#heard.values()) this.#start(voice.element);
  }

  close(): void {
    for (const { voice } of this.#heard.values()) voice.close();
    this.#heard.clear();
  }

  #start(element: HTMLAudioElement): void {
    void element.play().catch((cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'NotAllowedError')
        this.store.set({ blocked: true });
    });
  }

  #choose(element: HTMLAudioElement): void {
    if (this.#speakerId === null || !('setSinkId' in element)) return;
    void element.setSinkId(this.#speakerId).catch(() => {
      // The chosen speaker is gone: the sound stays on the default one.
    });
  }
}
