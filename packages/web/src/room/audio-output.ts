import { Store } from '../state/store.ts';
import type { RemoteStream } from './room-media.ts';

/** Plays the sounds of a seat, each in its own element; the browser mixes them. */
export class AudioOutput {
  readonly store = new Store<{ blocked: boolean }>({ blocked: false });
  readonly #elements = new Map<string, HTMLAudioElement>();
  #speakerId: string | null = null;

  play(stream: RemoteStream): void {
    if (stream.source !== 'mic' || this.#elements.has(stream.consumerId)) return;
    const element = new Audio();
    element.srcObject = stream.stream;
    this.#elements.set(stream.consumerId, element);
    this.#choose(element);
    this.#start(element);
  }

  stop(stream: RemoteStream): void {
    const element = this.#elements.get(stream.consumerId);
    if (element) element.srcObject = null;
    this.#elements.delete(stream.consumerId);
  }

  setSpeaker(deviceId: string | null): void {
    this.#speakerId = deviceId;
    for (const element of this.#elements.values()) this.#choose(element);
  }

  /** Called from a touch or key of the person: what the browser held back may play now. */
  unblock(): void {
    this.store.set({ blocked: false });
    for (const element of this.#elements.values()) this.#start(element);
  }

  close(): void {
    for (const element of this.#elements.values()) element.srcObject = null;
    this.#elements.clear();
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
