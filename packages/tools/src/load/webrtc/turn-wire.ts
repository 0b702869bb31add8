import { createHash, randomBytes } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import type { IceServer } from '@nhipcau/contracts';
import { attributeOf, stunMessage, text, uint32, xorAddress } from './stun-message.ts';
import type { Wire, WireEvents, WireTarget } from './wire.ts';

const methods = { allocate: 0x003, createPermission: 0x008, channelBind: 0x009, refresh: 0x004 } as const;
type Method = keyof typeof methods;
const classes = { success: 0x0100, error: 0x0110 } as const;
const types = {
  username: 0x0006,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  xorPeerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
} as const;
const UDP = 17;
const CHANNEL = 0x4000;
const HEADER_BYTES = 20;
const CHANNEL_HEADER_BYTES = 4;
/** Far below the ten minutes of an allocation and the five of a permission (RFC 8656 sections 7, 9). */
const REFRESH_EVERY_MS = 120_000;

type Attribute = readonly [type: number, value: Buffer];

/** A relay for packets to one node, over TLS (RFC 8656): allocates, lets the node in, binds a channel to it. */
export function openTurn(server: IceServer, target: WireTarget, events: WireEvents): Wire {
  const relay = new TurnRelay(server, target, events);
  relay.attach(connect(hostOf(server)));
  return relay;
}

/** `turns:host:port?transport=tcp` */
function hostOf({ urls }: IceServer): { host: string; port: number; servername: string } {
  const [, host = '', port = '5349'] = /^turns:([^:?]+)(?::(\d+))?/.exec(urls[0] ?? '') ?? [];
  return { host, port: Number(port), servername: host };
}

class TurnRelay implements Wire {
  readonly protocol = 'turn';
  readonly #server: IceServer;
  readonly #peer: Buffer;
  readonly #events: WireEvents;
  #socket: TLSSocket | null = null;
  #waiting = Buffer.alloc(0);
  #realm = '';
  #nonce = Buffer.alloc(0);
  #refresh: NodeJS.Timeout | null = null;
  #isOpen = false;

  constructor(server: IceServer, { address, port }: WireTarget, events: WireEvents) {
    this.#server = server;
    this.#peer = xorAddress({ address, port });
    this.#events = events;
  }

  attach(socket: TLSSocket): void {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.once('secureConnect', () => this.#ask('allocate'));
    socket.on('data', (data) => this.#take(data));
    socket.on('error', (cause) => this.#events.onFailed(this, cause.message));
    socket.on('close', () => this.#events.onFailed(this, 'the relay closed the connection'));
  }

  send(packet: Buffer): void {
    if (!this.#isOpen) return;
    const head = Buffer.alloc(CHANNEL_HEADER_BYTES);
    head.writeUInt16BE(CHANNEL, 0);
    head.writeUInt16BE(packet.length, 2);
    // Over a stream it is filled up to a multiple of four (section 12.5).
    this.#socket?.write(Buffer.concat([head, packet, Buffer.alloc(-packet.length & 3)]));
  }

  close(): void {
    if (this.#refresh) clearInterval(this.#refresh);
    // With a lifetime of none the relay forgets us at once.
    if (this.#isOpen) this.#ask('refresh', [[types.lifetime, uint32(0)]]);
    this.#isOpen = false;
    this.#socket?.end();
    this.#socket?.destroySoon();
  }

  #ask(method: Method, more: readonly Attribute[] = this.#usual(method)): void {
    const credentials: Attribute[] =
      this.#nonce.length === 0
        ? []
        : [
            [types.username, text(this.#server.username)],
            [types.realm, text(this.#realm)],
            [types.nonce, this.#nonce],
          ];
    const packet = stunMessage(methods[method], randomBytes(12), [...more, ...credentials], this.#key());
    this.#socket?.write(packet);
  }

  #usual(method: Method): Attribute[] {
    const peer: Attribute = [types.xorPeerAddress, this.#peer];
    switch (method) {
      case 'allocate':
        return [[types.requestedTransport, Buffer.from([UDP, 0, 0, 0])]];
      case 'createPermission':
        return [peer];
      case 'channelBind':
        return [[types.channelNumber, uint32(CHANNEL << 16)], peer];
      case 'refresh':
        return [];
    }
  }

  /** Long-term credentials (RFC 8489 section 9.2.2). */
  #key(): Buffer | null {
    if (this.#nonce.length === 0) return null;
    const { username, credential } = this.#server;
    return createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
  }

  #take(data: Buffer): void {
    this.#waiting = Buffer.concat([this.#waiting, data]);
    for (;;) {
      if (this.#waiting.length < CHANNEL_HEADER_BYTES) return;
      const length = this.#waiting.readUInt16BE(2);
      const isData = ((this.#waiting[0] ?? 0) & 0xc0) === 0x40;
      const end = isData ? CHANNEL_HEADER_BYTES + length + (-length & 3) : HEADER_BYTES + length;
      if (this.#waiting.length < end) return;
      const packet = this.#waiting.subarray(0, end);
      this.#waiting = this.#waiting.subarray(end);
      if (isData)
        this.#events.onPacket(this, packet.subarray(CHANNEL_HEADER_BYTES, CHANNEL_HEADER_BYTES + length));
      else this.#answered(packet);
    }
  }

  #answered(packet: Buffer): void {
    const type = packet.readUInt16BE(0);
    const is = (method: Method, kind: keyof typeof classes) => type === (methods[method] | classes[kind]);
    if (is('allocate', 'success')) return this.#ask('createPermission');
    if (is('createPermission', 'success')) return this.#isOpen ? undefined : this.#ask('channelBind');
    if (is('channelBind', 'success')) return this.#opened();
    if ((type & classes.error) !== classes.error) return;
    const [, , hundreds = 0, rest = 0] = attributeOf(packet, types.errorCode) ?? [];
    const code = hundreds * 100 + rest;
    const isFirst = this.#nonce.length === 0;
    this.#realm = attributeOf(packet, types.realm)?.toString('utf8') ?? this.#realm;
    this.#nonce = Buffer.from(attributeOf(packet, types.nonce) ?? this.#nonce);
    // 401: who are you; 438: the nonce has become stale.
    if (is('allocate', 'error') && ((code === 401 && isFirst) || code === 438)) return this.#ask('allocate');
    if (!this.#isOpen) this.#events.onFailed(this, `the relay refuses: ${code}`);
  }

  #opened(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#refresh = setInterval(() => {
      for (const method of ['refresh', 'createPermission', 'channelBind'] as const) this.#ask(method);
    }, REFRESH_EVERY_MS);
    this.#events.onOpen(this);
  }
}
