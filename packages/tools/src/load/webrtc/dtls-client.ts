import { createECDH, createHash, createHmac, randomBytes, sign, timingSafeEqual } from 'node:crypto';
import { type Certificate, fingerprintOf } from './certificate.ts';
import { contentType, type RecordKey, RecordWriter, readRecords } from './dtls-records.ts';
import { SRTP_KEY_BYTES, SRTP_SALT_BYTES, type SrtpMaster } from './srtp.ts';

/** Handshake messages (RFC 5246 section 7.4). */
const message = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

const HANDSHAKE_HEADER_BYTES = 12;
const ECDHE_ECDSA_AES128_GCM_SHA256 = 0xc02b;
const ECDHE_RSA_AES128_GCM_SHA256 = 0xc02f;
const ECDSA_SHA256 = 0x0403;
const RSA_SHA256 = 0x0401;
const P256 = 23;
const AEAD_AES_128_GCM = 0x0007;
const VERIFY_BYTES = 12;

export interface DtlsClientOptions {
  readonly certificate: Certificate;
  /** SHA-256 of the server's certificate, as signalling told it. */
  readonly serverFingerprint: string;
  readonly send: (datagram: Buffer) => void;
  readonly onKeys: (keys: { send: SrtpMaster; receive: SrtpMaster }) => void;
  readonly onFailed: (why: string) => void;
}

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const u24 = (value: number): Buffer => Buffer.from([value >> 16, (value >> 8) & 0xff, value & 0xff]);
const sized = (bytes: 1 | 2 | 3, body: Buffer): Buffer =>
  Buffer.concat([
    bytes === 1 ? Buffer.from([body.length]) : bytes === 2 ? u16(body.length) : u24(body.length),
    body,
  ]);
const extension = (type: number, body: Buffer): Buffer => Buffer.concat([u16(type), sized(2, body)]);

/** The pseudo-random function of TLS 1.2 (RFC 5246 section 5). */
function prf(secret: Buffer, label: string, seed: Buffer, bytes: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (data: Buffer) => createHmac('sha256', secret).update(data).digest();
  const blocks: Buffer[] = [];
  for (let a = hmac(labelled), length = 0; length < bytes; a = hmac(a), length += 32)
    blocks.push(hmac(Buffer.concat([a, labelled])));
  return Buffer.concat(blocks).subarray(0, bytes);
}

/**
 * The client's side of a DTLS 1.2 handshake (RFC 6347) for SRTP keys (RFC 5764), as much of it as media servers ask:
 * ECDHE on P-256, AES-128-GCM, extended master secret. Application data is not used.
 */
export class DtlsClient {
  readonly #options: DtlsClientOptions;
  readonly #records = new RecordWriter();
  readonly #random = randomBytes(32);
  readonly #transcript: Buffer[] = [];
  readonly #fragments = new Map<number, { type: number; body: Buffer; have: number }>();
  #nextSend = 0;
  #nextReceive = 0;
  #serverRandom: Buffer = Buffer.alloc(0);
  #serverPoint: Buffer = Buffer.alloc(0);
  #master: Buffer = Buffer.alloc(0);
  #write: RecordKey | null = null;
  #read: RecordKey | null = null;
  /** Last flight, sent again until the server goes on. */
  #flight: { type: number; body: Buffer; isEncrypted: boolean }[] = [];
  #state: 'new' | 'greeting' | 'finishing' | 'done' | 'failed' = 'new';

  constructor(options: DtlsClientOptions) {
    this.#options = options;
  }

  get finished(): boolean {
    return this.#state === 'done' || this.#state === 'failed';
  }

  start(): void {
    if (this.#state !== 'new') return;
    this.#state = 'greeting';
    this.#flight = [this.#handshake(message.clientHello, this.#clientHello())];
    this.retransmit();
  }

  /** Sends the last flight once more; called while nothing moves. */
  retransmit(): void {
    if (this.finished) return;
    for (const { type, body, isEncrypted } of this.#flight)
      this.#options.send(this.#records.write(type, body, isEncrypted ? this.#write : null));
  }

  receive(datagram: Buffer): void {
    if (this.finished) return;
    for (const record of readRecords(datagram, () => this.#read)) {
      if (record.type === contentType.alert) {
        if (record.body[0] === 2) this.#fail(`alert ${record.body[1] ?? 0}`);
      } else if (record.type === contentType.handshake) this.#takeFragments(record.body);
    }
  }

  #fail(why: string): void {
    if (this.finished) return;
    this.#state = 'failed';
    this.#options.onFailed(why);
  }

  #clientHello(): Buffer {
    return Buffer.concat([
      u16(0xfefd),
      this.#random,
      sized(1, Buffer.alloc(0)), // Session.
      sized(1, Buffer.alloc(0)), // Cookie.
      sized(2, Buffer.concat([u16(ECDHE_ECDSA_AES128_GCM_SHA256), u16(ECDHE_RSA_AES128_GCM_SHA256)])),
      sized(1, Buffer.from([0])), // No compression.
      sized(
        2,
        Buffer.concat([
          extension(0x000a, sized(2, u16(P256))),
          extension(0x000b, sized(1, Buffer.from([0]))), // Uncompressed points.
          extension(0x000d, sized(2, Buffer.concat([u16(ECDSA_SHA256), u16(RSA_SHA256)]))),
          extension(0x000e, Buffer.concat([sized(2, u16(AEAD_AES_128_GCM)), Buffer.from([0])])),
          extension(0x0017, Buffer.alloc(0)), // Extended master secret (RFC 7627).
          extension(0xff01, Buffer.from([0])),
        ]),
      ),
    ]);
  }

  /** A whole message as it is sent and as it enters the transcript. */
  #handshake(type: number, body: Buffer, isEncrypted = false) {
    const whole = Buffer.concat([
      Buffer.from([type]),
      u24(body.length),
      u16(this.#nextSend),
      u24(0),
      u24(body.length),
      body,
    ]);
    this.#nextSend += 1;
    this.#transcript.push(whole);
    return { type: contentType.handshake, body: whole, isEncrypted };
  }

  #takeFragments(record: Buffer): void {
    for (let at = 0; at + HANDSHAKE_HEADER_BYTES <= record.length; ) {
      const type = record.readUInt8(at);
      const length = record.readUIntBE(at + 1, 3);
      const sequence = record.readUInt16BE(at + 4);
      const offset = record.readUIntBE(at + 6, 3);
      const size = record.readUIntBE(at + 9, 3);
      const part = record.subarray(at + HANDSHAKE_HEADER_BYTES, at + HANDSHAKE_HEADER_BYTES + size);
      at += HANDSHAKE_HEADER_BYTES + size;
      if (sequence < this.#nextReceive || length > 65_536 || offset + part.length > length) continue;
      const known = this.#fragments.get(sequence) ?? { type, body: Buffer.alloc(length), have: 0 };
      // Fragments come in order on a healthy path; what comes again overwrites itself.
      if (offset <= known.have) {
        part.copy(known.body, offset);
        known.have = Math.max(known.have, offset + part.length);
      }
      this.#fragments.set(sequence, known);
    }
    this.#deliver();
  }

  #deliver(): void {
    for (;;) {
      const next = this.#fragments.get(this.#nextReceive);
      if (!next || next.have < next.body.length || this.finished) return;
      const head = Buffer.concat([
        Buffer.from([next.type]),
        u24(next.body.length),
        u16(this.#nextReceive),
        u24(0),
        u24(next.body.length),
      ]);
      this.#fragments.delete(this.#nextReceive);
      this.#nextReceive += 1;
      try {
        this.#take(next.type, next.body, Buffer.concat([head, next.body]));
      } catch (cause) {
        this.#fail(cause instanceof Error ? cause.message : 'malformed');
      }
    }
  }

  #take(type: number, body: Buffer, whole: Buffer): void {
    if (type === message.finished) return this.#finish(body);
    this.#transcript.push(whole);
    switch (type) {
      case message.serverHello:
        this.#serverRandom = body.subarray(2, 34);
        break;
      case message.certificate: {
        const der = body.subarray(6, 6 + body.readUIntBE(3, 3));
        if (fingerprintOf(der) !== this.#options.serverFingerprint.toUpperCase())
          throw new Error('another certificate than signalling told');
        break;
      }
      case message.serverKeyExchange:
        if (body.readUInt8(0) !== 3 || body.readUInt16BE(1) !== P256) throw new Error('another curve');
        this.#serverPoint = body.subarray(4, 4 + body.readUInt8(3));
        break;
      case message.serverHelloDone:
        this.#answer();
        break;
      default:
    }
  }

  #answer(): void {
    const { certificate } = this.#options;
    const ecdh = createECDH('prime256v1');
    const point = ecdh.generateKeys();
    const flight = [
      this.#handshake(message.certificate, sized(3, sized(3, certificate.der))),
      this.#handshake(message.clientKeyExchange, sized(1, point)),
    ];
    const session = createHash('sha256').update(Buffer.concat(this.#transcript)).digest();
    this.#master = prf(ecdh.computeSecret(this.#serverPoint), 'extended master secret', session, 48);
    const signature = sign('sha256', Buffer.concat(this.#transcript), certificate.privateKey);
    flight.push(
      this.#handshake(message.certificateVerify, Buffer.concat([u16(ECDSA_SHA256), sized(2, signature)])),
    );
    this.#deriveKeys();
    this.#flight = [
      ...flight,
      { type: contentType.changeCipher, body: Buffer.from([1]), isEncrypted: false },
      this.#handshake(message.finished, this.#verifyData('client finished'), true),
    ];
    this.#state = 'finishing';
    this.retransmit();
  }

  #deriveKeys(): void {
    const block = prf(
      this.#master,
      'key expansion',
      Buffer.concat([this.#serverRandom, this.#random]),
      2 * (16 + 4),
    );
    this.#write = { key: block.subarray(0, 16), iv: block.subarray(32, 36) };
    this.#read = { key: block.subarray(16, 32), iv: block.subarray(36, 40) };
  }

  #verifyData(label: string): Buffer {
    const hash = createHash('sha256').update(Buffer.concat(this.#transcript)).digest();
    return prf(this.#master, label, hash, VERIFY_BYTES);
  }

  #finish(body: Buffer): void {
    const expected = this.#verifyData('server finished');
    if (body.length !== expected.length || !timingSafeEqual(body, expected))
      throw new Error('the server saw another handshake');
    this.#state = 'done';
    const exported = prf(
      this.#master,
      'EXTRACTOR-dtls_srtp',
      Buffer.concat([this.#random, this.#serverRandom]),
      2 * (SRTP_KEY_BYTES + SRTP_SALT_BYTES),
    );
    const part = (from: number, bytes: number) => exported.subarray(from, from + bytes);
    const salts = 2 * SRTP_KEY_BYTES;
    this.#options.onKeys({
      send: { key: part(0, SRTP_KEY_BYTES), salt: part(salts, SRTP_SALT_BYTES) },
      receive: {
        key: part(SRTP_KEY_BYTES, SRTP_KEY_BYTES),
        salt: part(salts + SRTP_SALT_BYTES, SRTP_SALT_BYTES),
      },
    });
  }
}
