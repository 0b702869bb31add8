import { createCipheriv, createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';

const KEY_BYTES = 16;
const SALT_BYTES = 14;
/** Of the key that authenticates RTCP (RFC 3711 section 4.3.2). */
const AUTHENTICATION_LABEL = 4;
const AUTHENTICATION_BYTES = 20;
const TAG_BYTES = 10;
const NOBODY = 0xffff_ffff;

/**
 * Says as the sender of a stream that it is over (RFC 3550 section 6.6), authenticated by the key of the stream: a reader
 * that waits for a packet that never comes hears of nothing else.
 *
 * @param keyBase64 - key and salt of AES_CM_128_HMAC_SHA1_80
 */
export function goodbye(keyBase64: string): Buffer {
  const master = Buffer.from(keyBase64, 'base64');
  const counter = Buffer.alloc(KEY_BYTES);
  master.copy(counter, 0, KEY_BYTES, KEY_BYTES + SALT_BYTES);
  counter[7] = (counter[7] ?? 0) ^ AUTHENTICATION_LABEL;
  const key = createCipheriv('aes-128-ctr', master.subarray(0, KEY_BYTES), counter).update(
    Buffer.alloc(AUTHENTICATION_BYTES),
  );
  const packet = Buffer.alloc(20);
  // An empty receiver report goes before the word itself; the last four bytes: not encrypted, number 1.
  packet.writeUInt32BE(0x80c9_0001, 0);
  packet.writeUInt32BE(NOBODY, 4);
  packet.writeUInt32BE(0x81cb_0001, 8);
  packet.writeUInt32BE(NOBODY, 12);
  packet.writeUInt32BE(1, 16);
  return Buffer.concat([packet, createHmac('sha1', key).update(packet).digest().subarray(0, TAG_BYTES)]);
}

/** Resolves when it has left; one that cannot be sent is as good as lost. */
export function sayGoodbye(port: number, keyBase64: string): Promise<void> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const done = () => {
      socket.close();
      resolve();
    };
    socket.once('error', done);
    socket.send(goodbye(keyBase64), port, '127.0.0.1', done);
  });
}
