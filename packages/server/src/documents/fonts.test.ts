import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FONTS } from './print-pdf.ts';

/** Letters of Vietnamese with and without their tone marks, both cases: 12 vowels of 6 tones, and the consonant đ. */
const letters = [...'aăâeêioôơuưy'].flatMap((vowel) =>
  ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].map((tone) => (vowel + tone).normalize('NFC')),
);
const wanted = [
  ...new Set([...letters, 'đ'].flatMap((letter) => [letter, letter.toLocaleUpperCase('vi')])),
  ...'–—…“”‘’•₫',
];

/** Glyph of a character by the font's own table `cmap`, format 4 (OpenType 1.9, "cmap"); 0: it has none. */
function glyphOf(font: Buffer, code: number): number {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap');
  if (entry === undefined) throw new Error('no cmap');
  const cmap = font.readUInt32BE(entry + 8);
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) => cmap + 4 + index * 8);
  const unicode = subtables.find((at) => font.readUInt16BE(at) === 3 && font.readUInt16BE(at + 2) === 1);
  if (unicode === undefined) throw new Error('no Unicode subtable');
  const table = cmap + font.readUInt32BE(unicode + 4);
  expect(font.readUInt16BE(table)).toBe(4);
  const doubled = font.readUInt16BE(table + 6);
  for (let at = 0; at < doubled; at += 2) {
    if (font.readUInt16BE(table + 14 + at) < code) continue;
    const start = font.readUInt16BE(table + 16 + doubled + at);
    if (start > code) return 0;
    const delta = font.readUInt16BE(table + 16 + doubled * 2 + at);
    const rangeAt = table + 16 + doubled * 3 + at;
    const range = font.readUInt16BE(rangeAt);
    if (range === 0) return (code + delta) & 0xffff;
    const glyph = font.readUInt16BE(rangeAt + range + (code - start) * 2);
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

const files = readdirSync(FONTS).filter((name) => name.endsWith('.ttf'));

describe('the fonts that are shipped', () => {
  test('are the four faces, with their licence beside them', () => {
    expect(files.sort()).toEqual([
      'LiberationSerif-Bold.ttf',
      'LiberationSerif-BoldItalic.ttf',
      'LiberationSerif-Italic.ttf',
      'LiberationSerif-Regular.ttf',
    ]);
    expect(readFileSync(join(FONTS, 'LICENSE.liberation-serif.txt'), 'utf8')).toContain(
      'SIL OPEN FONT LICENSE Version 1.1',
    );
  });

  test.each(files)('%s has a glyph for every letter of Vietnamese', (file) => {
    const font = readFileSync(join(FONTS, file));
    expect(wanted.length).toBe(146 + 9);
    const missing = wanted.filter((letter) => glyphOf(font, letter.codePointAt(0) ?? 0) === 0);
    expect(missing).toEqual([]);
  });

  test('the reader of glyphs knows what a font does not have', () => {
    const font = readFileSync(join(FONTS, 'LiberationSerif-Regular.ttf'));
    expect(glyphOf(font, '會'.codePointAt(0) ?? 0)).toBe(0);
  });
});
