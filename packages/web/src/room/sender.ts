import { Reconciler } from '@nhipcau/base';
import type { SenderWanted, Source } from '@nhipcau/contracts';
import type { types } from 'mediasoup-client';
import {
  type ActiveEncodings,
  activeEncodings,
  cameraEncodings,
  contentLimits,
  micLimits,
} from './encodings.ts';
import type { LocalMediaState } from './local-media.ts';

export interface SenderOptions {
  readonly transport: types.Transport;
  readonly codecs: readonly types.RtpCodecCapability[];
  /** Tells the node that a source is gone. */
  readonly closeProducer: (source: Source) => Promise<unknown>;
  readonly setMuted: (source: Source, muted: boolean) => Promise<unknown>;
  readonly onError: (cause: unknown) => void;
}

interface Sending {
  readonly producer: types.Producer;
  track: MediaStreamTrack;
  muted: boolean;
  /** Encodings that are switched on, lowest first; null: not set yet, the negotiation may have switched them on. */
  active: readonly boolean[] | null;
}

/**
 * What the browser takes the line for before it has measured it. Its own guess of 300 kbit/s holds the high encoding
 * back for up to seven seconds after a picture was off.
 */
const START_KBPS = 2_500;

const kindOf = { camera: 'video', content: 'video', mic: 'audio', talk: 'audio' } as const satisfies Record<
  Source,
  'audio' | 'video'
>;

/**
 * Brings what this room sends to what is wanted: which producers exist, which track each has, which encodings are on.
 * One pass at a time; the newest target wins. Switching uses `RTCRtpSender.setParameters`, which needs no negotiation:
 * an inactive encoding costs no packet and no encoding time.
 */
export class Sender {
  readonly #options: SenderOptions;
  readonly #sending = new Map<Source, Sending>();
  readonly #reconciler: Reconciler;
  #local: LocalMediaState | null = null;
  #wanted: SenderWanted = { camera: null, mic: false, content: false, talk: false, stillEveryMs: 0 };
  #closed = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#reconciler = new Reconciler(() => this.#pass(), options.onError);
  }

  setTarget(local: LocalMediaState, wanted: SenderWanted): void {
    this.#local = local;
    this.#wanted = wanted;
    if (!this.#closed) this.#reconciler.poke();
  }

  producer(source: Source): types.Producer | null {
    return this.#sending.get(source)?.producer ?? null;
  }

  /** The transport is closed by its owner; tracks are never stopped here. */
  close(): void {
    this.#closed = true;
    this.#sending.clear();
  }

  async #pass(): Promise<void> {
    const local = this.#local;
    if (local === null || this.#closed) return;
    const active = activeEncodings(this.#wanted, local);
    await this.#bring('mic', local.micTrack, !local.micOn, active);
    await this.#bring('camera', local.cameraTrack, !local.cameraOn, active);
    await this.#bring('content', local.contentTrack, false, active);
    await this.#bring('talk', this.#wanted.talk ? local.talkTrack : null, !local.talkOn, active);
  }

  async #bring(
    source: Source,
    track: MediaStreamTrack | null,
    muted: boolean,
    all: ActiveEncodings,
  ): Promise<void> {
    let sending = this.#sending.get(source);
    if (track === null || track.readyState === 'ended') {
      if (sending) await this.#stop(source, sending);
      return;
    }
    const on = source === 'camera' ? [all.cameraLow, all.cameraHigh] : [all[source]];
    if (!sending) {
      const producer = await this.#produce(source, track, muted);
      if (this.#closed) return producer.close();
      sending = { producer, track, muted, active: null };
      this.#sending.set(source, sending);
    }
    if (sending.track !== track) {
      await sending.producer.replaceTrack({ track });
      sending.track = track;
    }
    await this.#activate(sending, on);
    if (sending.muted !== muted) {
      await this.#options.setMuted(source, muted);
      sending.muted = muted;
    }
  }

  async #activate(sending: Sending, on: readonly boolean[]): Promise<void> {
    if (on.every((active, index) => active === sending.active?.[index])) return;
    const rtpSender = sending.producer.rtpSender;
    if (!rtpSender) return;
    const parameters = rtpSender.getParameters();
    parameters.encodings.forEach((encoding, index) => {
      encoding.active = on[index] ?? false;
    });
    await rtpSender.setParameters(parameters);
    sending.active = on;
  }

  async #produce(source: Source, track: MediaStreamTrack, muted: boolean): Promise<types.Producer> {
    const codec = kindOf[source] === 'video' ? preferredVideoCodec(this.#options.codecs) : undefined;
    const lines = track.getSettings().height ?? 720;
    const encodings: RTCRtpEncodingParameters[] =
      source === 'camera'
        ? cameraEncodings(lines)
        : source === 'content'
          ? [{ active: false, ...contentLimits }]
          : [{ active: false, ...micLimits }];
    return this.#options.transport.produce({
      track,
      encodings,
      ...(codec ? { codec } : {}),
      codecOptions:
        kindOf[source] === 'audio'
          ? { opusStereo: false, opusDtx: false, opusFec: true, opusNack: true }
          : { videoGoogleStartBitrate: START_KBPS },
      stopTracks: false,
      disableTrackOnPause: false,
      appData: { source, muted },
    });
  }

  async #stop(source: Source, sending: Sending): Promise<void> {
    this.#sending.delete(source);
    sending.producer.close();
    await this.#options.closeProducer(source);
  }
}

/** H.264 constrained baseline first, so that hardware rooms need no transcoding; VP8 where it is missing. */
export function preferredVideoCodec(
  codecs: readonly types.RtpCodecCapability[],
): types.RtpCodecCapability | undefined {
  const h264 = codecs.find(
    ({ mimeType, parameters }) =>
      mimeType.toLowerCase() === 'video/h264' && String(parameters?.['packetization-mode']) === '1',
  );
  return h264 ?? codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8');
}
