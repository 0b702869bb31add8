import type { RawData, WebSocket } from 'ws';
import type { MessageSocket } from '../rpc/peer.ts';

const asText = (data: RawData): string => {
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return Array.isArray(data) ? Buffer.concat(data).toString('utf8') : Buffer.from(data).toString('utf8');
};

/** Unsent bytes at which a receiver counts as stuck: its connection is cut instead of filling our memory. */
export const MAX_UNSENT_BYTES = 8_388_608;

/** A `ws` connection as the socket of a peer. Binary frames are read as UTF-8 text. */
export function wsSocket(ws: WebSocket): MessageSocket {
  return {
    send: (text) => {
      if (ws.readyState !== ws.OPEN) return;
      if (ws.bufferedAmount > MAX_UNSENT_BYTES) ws.terminate();
      else ws.send(text);
    },
    close: (code, reason) => {
      ws.close(code, reason);
      // A peer that does not answer the closing handshake must not keep the socket.
      setTimeout(() => ws.terminate(), 2000).unref();
    },
    onMessage: (listener) => ws.on('message', (data) => listener(asText(data))),
    onClose: (listener) => {
      ws.on('error', () => {
        // 'close' follows every 'error' and carries the code.
      });
      ws.on('close', (code, reason) => listener(code, reason.toString('utf8')));
    },
  };
}
