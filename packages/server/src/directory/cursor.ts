import { z } from 'zod';
import { BadRequestError } from '../http/route.ts';

const Place = z.tuple([z.string().max(400), z.string().max(64)]);

/** Where a page ends: what it is sorted by, then the id, so that equal names do not repeat or vanish. */
export const writeCursor = (key: string, id: string): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

/** @throws {BadRequestError} when it is none of ours */
export function readCursor(cursor: string): { key: string; id: string } {
  const place = Place.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString()));
  if (!place.success) throw new BadRequestError('query.cursor', 'not a place in this list');
  const [key, id] = place.data;
  return { key, id };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Refused by the schema.
  }
}
