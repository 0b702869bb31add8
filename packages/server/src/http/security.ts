import type { IncomingHttpHeaders } from 'node:http';
import { CAMERA_BRIDGE_PORT } from '@nhipcau/contracts';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../app-error.ts';

/**
 * Headers of every answer. Nothing is loaded from elsewhere; sockets go to ourselves and to the nodes; camera and
 * microphone only for our own pages.
 *
 * @param nodeAddresses - WebSocket addresses of the nodes' rooms
 */
export function securityHeaders(
  nodeAddresses: readonly string[],
  { https }: { https: boolean },
): Readonly<Record<string, string>> {
  const nodes = [
    ...new Set(nodeAddresses.map((address) => new URL(address).origin.replace(/^null$/, address))),
  ];
  return {
    'content-security-policy': [
      "default-src 'self'",
      // The room's own computer: the program that turns its network camera (adr 0021).
      `connect-src 'self' ws://127.0.0.1:${CAMERA_BRIDGE_PORT} ${nodes.join(' ')}`.trim(),
      "img-src 'self' data: blob:",
      "media-src 'self' blob: mediastream:",
      "script-src 'self'",
      // React and the charts set style attributes.
      "style-src 'self' 'unsafe-inline'",
      "worker-src 'self' blob:",
      // The preview of a printed form: bytes the page itself fetched.
      "frame-src 'self' blob:",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(https ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}

/**
 * A browser may change state, or open a socket, only from our own pages. Clients that are not browsers send no Origin;
 * they carry no cookie by accident either.
 *
 * @throws {AppError} NOT_ALLOWED
 */
export function checkOrigin(headers: FastifyRequest['headers'], allowedOrigins: readonly string[]): void {
  const { origin, host } = headers;
  if (origin === undefined) {
    const site = headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return;
    throw new AppError('NOT_ALLOWED', { reason: 'origin' });
  }
  if (allowedOrigins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === host) return;
  throw new AppError('NOT_ALLOWED', { reason: 'origin' });
}

const loopback = /^(?:127\.|::1$|::ffff:127\.)/;

/**
 * Behind a proxy that ends TLS: what reached the proxy in clear is not answered. A request that no proxy passed on comes
 * from this machine, or is refused too.
 *
 * @throws {AppError} PLAIN_TEXT_REFUSED
 * @rule AC-23 (R-SEC-02; VP Đ5-2)
 */
export function checkEncrypted({
  headers,
  socket,
}: {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}): void {
  const told = headers['x-forwarded-proto'];
  // Each proxy adds its word at the end; the last is of the one that speaks to us.
  const protocol = (Array.isArray(told) ? told.join(',') : told)?.split(',').at(-1)?.trim().toLowerCase();
  const isEncrypted =
    protocol === undefined
      ? loopback.test(socket.remoteAddress ?? '')
      : protocol === 'https' || protocol === 'wss';
  if (!isEncrypted) throw new AppError('PLAIN_TEXT_REFUSED');
}
