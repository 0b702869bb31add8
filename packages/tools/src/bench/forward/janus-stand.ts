import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Certificate, makeCertificate } from '../../load/webrtc/certificate.ts';
import { MediaLine } from '../../load/webrtc/media-line.ts';
import { cpuOf } from '../live/processes.ts';
import { JanusApi } from './janus-api.ts';
import { type OwnSide, offerOf, receiverAnswer, senderOffer } from './sdp.ts';
import type { Sink } from './sink.ts';
import type { Stand, Usage } from './stand.ts';
import { SSRC } from './wire.ts';

const PROGRAM = '/usr/bin/janus';
const ROOM = 1234;
const START_TIMEOUT_MS = 15_000;
/** Subscribers that negotiate at a time. */
const AT_ONCE = 8;

/** Janus forwards over a network interface; that of this machine itself it does not take. */
const ownAddress = (): string | null =>
  Object.values(networkInterfaces())
    .flat()
    .find((each) => each && each.family === 'IPv4' && !each.internal)?.address ?? null;

/** Whether Debian's `janus` is installed and has an interface to work on. */
export const hasJanus = (): boolean => existsSync(PROGRAM) && ownAddress() !== null;

/** Debian's Janus with its VideoRoom: the same sender to as many subscribers, over ICE, DTLS and SRTP. */
export class JanusStand implements Stand {
  readonly #child: ChildProcess;
  readonly #api: JanusApi;
  readonly #folder: string;
  readonly #lines: MediaLine[] = [];
  #sender: MediaLine | null = null;

  private constructor(child: ChildProcess, api: JanusApi, folder: string) {
    this.#child = child;
    this.#api = api;
    this.#folder = folder;
  }

  static async open(seats: number, sink: Sink, port: number): Promise<JanusStand> {
    const folder = mkdtempSync(join(tmpdir(), 'nhipcau-janus-'));
    writeFileSync(
      join(folder, 'janus.transport.websockets.jcfg'),
      `general: { ws = true; ws_ip = "127.0.0.1"; ws_port = ${port}; }\n`,
    );
    writeFileSync(
      join(folder, 'janus.jcfg'),
      `general: { debug_level = 2; configs_folder = "${folder}"; }
nat: { ice_lite = true; ice_enforce_list = "${ownAddress()}"; }
plugins: { disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_nosip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_lua.so,libjanus_duktape.so"; }
transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_rabbitmq.so"; }
`,
    );
    const child = spawn(PROGRAM, ['--configs-folder', folder, '--config', join(folder, 'janus.jcfg')], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    try {
      const stand = new JanusStand(child, await connected(`ws://127.0.0.1:${port}`), folder);
      const certificate = makeCertificate();
      const feed = await stand.#publish(certificate);
      await stand.#subscribe(seats, feed, certificate, sink);
      return stand;
    } catch (cause) {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
      throw cause;
    }
  }

  rtp(packet: Buffer, number: number): void {
    // Of a camera in two encodings it gets the large one: what it forwards is what the others forward.
    if (packet.readUInt32BE(8) !== SSRC.low)
      this.#sender?.sendRtp(packet.subarray(0, 12), packet.subarray(12), number);
  }

  rtcp(packet: Buffer): void {
    if (packet.readUInt32BE(4) !== SSRC.low) this.#sender?.sendRtcp(packet);
  }

  usage(): Promise<Usage> {
    return Promise.resolve({ workerMs: cpuOf(this.#child.pid ?? 0).ownMs, controlMs: 0 });
  }

  async close(): Promise<void> {
    this.#api.close();
    this.#sender?.close();
    for (const line of this.#lines) line.close();
    if (this.#child.exitCode === null) {
      const ended = once(this.#child, 'exit');
      this.#child.kill();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #publish(certificate: Certificate): Promise<number> {
    const handle = await this.#api.attach();
    await this.#api.tell(handle, {
      request: 'create',
      room: ROOM,
      publishers: 1,
      audiocodec: 'opus',
      videocodec: 'h264',
      h264_profile: '42e01f',
    });
    const { id } = await this.#api.tell(handle, { request: 'join', ptype: 'publisher', room: ROOM });
    const own = ownSide(certificate);
    const jsep = { type: 'offer', sdp: senderOffer(own) };
    const { sdp } = await this.#api.tell(handle, { request: 'publish' }, jsep);
    this.#sender = lineTo(sdp, own, certificate, () => {});
    await this.#sender.connect();
    return id;
  }

  async #subscribe(seats: number, feed: number, certificate: Certificate, sink: Sink): Promise<void> {
    let next = 0;
    const subscribeNext = async (): Promise<void> => {
      while (next < seats) {
        next += 1;
        const handle = await this.#api.attach();
        const offer = await this.#api.tell(handle, {
          request: 'join',
          ptype: 'subscriber',
          room: ROOM,
          streams: [{ feed }],
        });
        const own = ownSide(certificate);
        const line = lineTo(offer.sdp, own, certificate, () => {
          sink.packets += 1;
        });
        this.#lines.push(line);
        const sdp = receiverAnswer(offer.sdp, own);
        await this.#api.tell(handle, { request: 'start' }, { type: 'answer', sdp });
        await line.connect();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, subscribeNext));
  }
}

const ownSide = ({ fingerprint }: Certificate): OwnSide => ({
  fragment: randomBytes(4).toString('hex'),
  password: randomBytes(12).toString('hex'),
  fingerprint,
});

const lineTo = (sdp: string, own: OwnSide, certificate: Certificate, onRtp: () => void): MediaLine =>
  new MediaLine({ offer: offerOf(sdp), local: own, certificate, onRtp });

async function connected(url: string): Promise<JanusApi> {
  for (const end = Date.now() + START_TIMEOUT_MS; ; await pause(100)) {
    try {
      return await JanusApi.open(url);
    } catch (cause) {
      if (Date.now() > end) throw cause;
    }
  }
}
