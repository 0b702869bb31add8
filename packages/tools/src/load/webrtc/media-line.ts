import { randomBytes } from 'node:crypto';
import type { TransportOpened } from '@nhipcau/contracts';
import { z } from 'zod';
import type { Certificate } from './certificate.ts';
import { DtlsClient } from './dtls-client.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { bindingRequest, bindingSuccess, isBindingRequest, isBindingSuccess } from './stun.ts';
import { openTurn } from './turn-wire.ts';
import { openWire, type Wire, type WireEvents, type WireTarget } from './wire.ts';

/** Again while there is no answer, milliseconds. */
const TRY_EVERY_MS = 250;
/** Far below what a node bears without a sign of us (`iceConsentTimeout`). */
const CONSENT_EVERY_MS = 3_000;
const CONNECT_TIMEOUT_MS = 15_000;
/** UDP has so long to be answered before TCP is tried beside it. */
const TCP_AFTER_MS = 1_500;
/** And both have so long before a relay is asked. */
const TURN_AFTER_MS = 3_000;

const Candidate = z.looseObject({
  ip: z.string().optional(),
  address: z.string().optional(),
  port: z.int(),
  protocol: z.enum(['udp', 'tcp']),
});

/** What the other side told of itself. */
export type LineOffer = Pick<TransportOpened, 'iceParameters' | 'iceCandidates' | 'dtlsParameters'> &
  Partial<Pick<TransportOpened, 'iceServers'>>;

export interface MediaLineOptions {
  readonly offer: LineOffer;
  /** Our credentials, where the other side was told of them because it checks the path, too. */
  readonly local?: { readonly fragment: string; readonly password: string };
  readonly certificate: Certificate;
  /** Every RTP packet, encrypted as it came: an SFU's own work is in the header. */
  readonly onRtp: (packet: Buffer) => void;
  /** RTCP in the clear. */
  readonly onRtcp?: (packet: Buffer) => void;
}

/**
 * One WebRTC transport of a room without a browser: ICE, DTLS and SRTP over UDP, over TCP or a relay where that
 * is not answered.
 */
export class MediaLine {
  readonly #options: MediaLineOptions;
  readonly #targets: readonly WireTarget[];
  readonly #wires: Wire[] = [];
  /** The one over which the node answered first. */
  #wire: Wire | null = null;
  readonly #credentials;
  readonly #dtls: DtlsClient;
  readonly #transactions: Buffer[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #sender: SrtpSender | null = null;
  #receiver: SrtpReceiver | null = null;
  #isReached = false;
  #settle: { resolve: () => void; reject: (cause: Error) => void } | null = null;
  #closed = false;

  constructor(options: MediaLineOptions) {
    this.#options = options;
    const { offer, certificate } = options;
    this.#targets = targetsOf(offer);
    this.#credentials = {
      localFragment: options.local?.fragment ?? randomBytes(4).toString('hex'),
      remoteFragment: offer.iceParameters.usernameFragment,
      remotePassword: offer.iceParameters.password,
    };
    this.#dtls = new DtlsClient({
      certificate,
      serverFingerprint: sha256Of(offer),
      send: (datagram) => this.#write(datagram),
      onKeys: ({ send, receive }) => {
        this.#sender = new SrtpSender(send);
        this.#receiver = new SrtpReceiver(receive);
        this.#connected();
      },
      onFailed: (why) => this.#fail(`dtls: ${why}`),
    });
  }

  /** Resolves when packets can pass. @throws when the node does not answer or is somebody else */
  connect(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#timers.push(
        setInterval(() => this.#insist(), TRY_EVERY_MS),
        setTimeout(() => this.#fail('no answer'), CONNECT_TIMEOUT_MS),
      );
      const [first, ...others] = this.#targets;
      const { iceServers = [] } = this.#options.offer;
      if (first) this.#try((events) => openWire(first, events));
      this.#timers.push(
        setTimeout(() => {
          for (const target of others) this.#try((events) => openWire(target, events));
        }, TCP_AFTER_MS),
        setTimeout(() => {
          for (const server of first ? iceServers : [])
            this.#try((events) => openTurn(server, this.#udpTarget, events));
        }, TURN_AFTER_MS),
      );
    });
  }

  /** How packets pass; null before they do. */
  get protocol(): Wire['protocol'] | null {
    return this.#wire?.protocol ?? null;
  }

  get isConnected(): boolean {
    return this.#sender !== null && !this.#closed;
  }

  /** Encrypts and sends. @param index - see `SrtpSender.rtp` */
  sendRtp(header: Buffer, payload: Buffer, index: number): void {
    if (this.#sender) this.#write(this.#sender.rtp(header, payload, index));
  }

  sendRtcp(packet: Buffer): void {
    if (this.#sender) this.#write(this.#sender.rtcp(packet));
  }

  /** @returns the payload of a packet that `onRtp` gave */
  open(packet: Buffer): Buffer | null {
    return this.#receiver?.rtp(packet) ?? null;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const wire of this.#wires) wire.close();
    this.#settle?.reject(new Error('the line was closed'));
    this.#settle = null;
  }

  #insist(): void {
    if (!this.#isReached) this.#check();
    else this.#dtls.retransmit();
  }

  #try(open: (events: WireEvents) => Wire): void {
    if (this.#closed || this.#wire) return;
    const wire = open({
      onOpen: () => this.#check(),
      onPacket: (from, packet) => this.#receive(from, packet),
      // Another way may be open; when none is, the time to connect runs out.
      onFailed: (from, why) => {
        if (from === this.#wire) this.#fail(why);
      },
    });
    this.#wires.push(wire);
  }

  #check(): void {
    const { packet, transaction } = bindingRequest(this.#credentials);
    this.#transactions.push(transaction);
    if (this.#transactions.length > 8) this.#transactions.shift();
    for (const wire of this.#wire ? [this.#wire] : this.#wires) wire.send(packet);
  }

  #connected(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
    this.#timers.push(setInterval(() => this.#check(), CONSENT_EVERY_MS));
    this.#settle?.resolve();
    this.#settle = null;
  }

  #fail(why: string): void {
    this.#settle?.reject(new Error(`media line: ${why}`));
    this.#settle = null;
    this.close();
  }

  /** Tells the protocols apart by their first byte (RFC 7983). */
  #receive(from: Wire, packet: Buffer): void {
    const first = packet[0] ?? 0;
    if (first >= 128 && first < 192) {
      const type = (packet[1] ?? 0) & 0x7f;
      // RTCP has these types (RFC 5761 section 4).
      if (type < 64 || type > 95) return this.#options.onRtp(packet);
      const rtcp = this.#options.onRtcp && this.#receiver?.rtcp(packet);
      if (rtcp) this.#options.onRtcp?.(rtcp);
    } else if (first < 4) {
      const { local } = this.#options;
      if (local && isBindingRequest(packet))
        return from.send(bindingSuccess(packet, this.#udpTarget, local.password));
      if (this.#isReached || !this.#transactions.some((each) => isBindingSuccess(packet, each))) return;
      this.#isReached = true;
      this.#wire = from;
      this.#dtls.start();
    } else if (first >= 20 && first < 64) this.#dtls.receive(packet);
  }

  /** Where a relay sends to: nodes offer UDP first. */
  get #udpTarget(): WireTarget {
    const [first] = this.#targets;
    if (!first) throw new Error('the node offers no address for media');
    return first;
  }

  #write(packet: Buffer): void {
    if (!this.#closed) this.#wire?.send(packet);
  }
}

/** The node's addresses, UDP before TCP. @throws when it offers none */
function targetsOf({ iceCandidates }: LineOffer): WireTarget[] {
  const targets = iceCandidates.flatMap((raw): WireTarget[] => {
    const candidate = Candidate.safeParse(raw).data;
    const address = candidate?.address ?? candidate?.ip;
    return candidate && address ? [{ protocol: candidate.protocol, address, port: candidate.port }] : [];
  });
  const first = (protocol: WireTarget['protocol']) =>
    targets.filter((target) => target.protocol === protocol).slice(0, 1);
  const found = [...first('udp'), ...first('tcp')];
  if (found.length === 0) throw new Error('the node offers no address for media');
  return found;
}

function sha256Of({ dtlsParameters }: LineOffer): string {
  const found = dtlsParameters.fingerprints.find(({ algorithm }) => algorithm === 'sha-256');
  if (!found) throw new Error('the node tells no SHA-256 fingerprint');
  return found.value;
}
