import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FileReply } from './route.ts';

/** A piece of a file, both ends included. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/**
 * What a `Range` header asks for (RFC 9110 section 14): one piece, null for the whole file, `none` when nothing of it is
 * there. Several pieces at once, and other units, are answered with the whole.
 */
export function pieceOf(range: string | null, size: number): Piece | null | 'none' {
  const match = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  if (match[1] === '') {
    const last = Math.min(size, Number(match[2]));
    return last === 0 ? 'none' : { from: size - last, to: size - 1 };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? size - 1 : Math.min(size - 1, Number(match[2]));
  if (from >= size) return 'none';
  return to < from ? null : { from, to };
}

/** @throws {AppError} when the file is gone, or cannot be had now */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, contentType, fileName }: FileReply,
): Promise<FastifyReply> {
  const { size, stream } = await content();
  const piece = pieceOf(request.headers.range ?? null, size);
  reply
    .header('accept-ranges', 'bytes')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `inline; filename="${fileName.replace(/[^\w.-]/g, '_')}"`);
  if (piece === 'none')
    return reply.code(416).header('content-range', `bytes */${size}`).type('text/plain').send('');
  // Before a header is sent: what cannot be had is refused with its code.
  const { from, to } = piece ?? { from: 0, to: size - 1 };
  const bytes = size === 0 ? Readable.from([]) : await stream(from, to);
  if (piece) reply.code(206).header('content-range', `bytes ${from}-${to}/${size}`);
  reply.header('content-length', to - from + 1).type(contentType);
  return reply.send(bytes);
}
