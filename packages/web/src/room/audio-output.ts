import type { SiteGain, SiteId } from '@nhipcau/contracts';
import { Store } from '../state/store.ts';
import type { RemoteStream } from './room-media.ts';
import { Voice } from './voice.ts';

interface Heard {
  readonly siteId: SiteId;
  /** The voice of a technician on the talkback, which the people of the room need not hear. */
  readonly isTalk: boolean;
  readonly voice: Voice;
}

/** Plays the sounds of a seat, each in its own element and as loud as the operator set it; the browser mixes them. */
export class AudioOutput {
  readonly store = new Store<{ blocked: boolean }>({ blocked: false });
  readonly #heard = new Map<string, Heard>();
  #gains: ReadonlyMap<SiteId, number> = new Map();
  #speakerId: string | null = null;
  #talkSpeakerId: string | null = null;
  #isTalkHeld = false;

  play(stream: RemoteStream): void {
    const isTalk = stream.source === 'talk';
    if ((stream.source !== 'mic' && !isTalk) || this.#heard.has(stream.consumerId)) return;
    const heard = { siteId: stream.siteId, isTalk, voice: new Voice(stream.stream) };
    this.#heard.set(stream.consumerId, heard);
    if (!isTalk) heard.voice.setGain(this.#gains.get(heard.siteId) ?? 0);
    heard.voice.element.muted = isTalk && this.#isTalkHeld;
    this.#choose(heard);
    this.#start(heard.voice.element);
  }

  stop(stream: RemoteStream): void {
    this.#heard.get(stream.consumerId)?.voice.close();
    this.#heard.delete(stream.consumerId);
  }

  /** How loud sites are heard; those not named as they come. */
  setGains(gains: readonly SiteGain[]): void {
    this.#gains = new Map(gains.map(({ siteId, db }) => [siteId, db]));
    for (const { siteId, isTalk, voice } of this.#heard.values())
      if (!isTalk) voice.setGain(this.#gains.get(siteId) ?? 0);
  }

  /** @param talkId - where the talkback is heard; null: where everything is heard */
  setSpeakers(deviceId: string | null, talkId: string | null): void {
    if (this.#speakerId === deviceId && this.#talkSpeakerId === talkId) return;
    this.#speakerId = deviceId;
    this.#talkSpeakerId = talkId;
    for (const heard of this.#heard.values()) this.#choose(heard);
  }

  /** The room's microphone is open to the meeting, which would hear the talkback from the loudspeaker (rule TB-5). */
  holdTalk(isHeld: boolean): void {
    this.#isTalkHeld = isHeld;
    for (const { isTalk, voice } of this.#heard.values()) if (isTalk) voice.element.muted = isHeld;
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

  #choose({ isTalk, voice: { element } }: Heard): void {
    const deviceId = (isTalk ? this.#talkSpeakerId : null) ?? this.#speakerId;
    if (deviceId === null || !('setSinkId' in element)) return;
    void element.setSinkId(deviceId).catch(() => {
      // The chosen speaker is gone: the sound stays on the default one.
    });
  }
}
