import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Runs a program of poppler-utils on a PDF. */
function onPdf(pdf: Buffer, program: string, args: (file: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-pdf-'));
  try {
    const file = join(folder, 'print.pdf');
    writeFileSync(file, pdf);
    return execFileSync(program, args(file), { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const textOfPdf = (pdf: Buffer): string => onPdf(pdf, 'pdftotext', (file) => ['-raw', file, '-']);

/** Pages with their text. */
export const pagesOfPdf = (pdf: Buffer): string[] => textOfPdf(pdf).split('\f').slice(0, -1);

/** Names of the fonts in a PDF, without the letters that mark a subset, and whether each is embedded. */
export const fontsOfPdf = (pdf: Buffer): { name: string; embedded: boolean }[] =>
  onPdf(pdf, 'pdffonts', (file) => [file])
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => ({
      name: (line.split(/\s+/)[0] ?? '').replace(/^[A-Z]{6}\+/, ''),
      embedded: / yes /.test(line.slice(50)),
    }));

/** A part of a DOCX, as text of XML. */
export function partOfDocx(docx: Buffer, name: string): string {
  for (let at = docx.indexOf('PK\u0001\u0002', 0, 'latin1'); at >= 0; ) {
    const nameLength = docx.readUInt16LE(at + 28);
    const local = docx.readUInt32LE(at + 42);
    if (docx.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const begin = local + 30 + docx.readUInt16LE(local + 26) + docx.readUInt16LE(local + 28);
      const bytes = docx.subarray(begin, begin + docx.readUInt32LE(at + 20));
      return (docx.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8');
    }
    at = docx.indexOf('PK\u0001\u0002', at + 46, 'latin1');
  }
  throw new Error(`no ${name} in this DOCX`);
}

/** What a reader of a DOCX sees, a line for each paragraph. */
export const textOfDocx = (docx: Buffer): string =>
  partOfDocx(docx, 'word/document.xml')
    .replace(/<w:(br|tab)\/>/g, ' ')
    .replace(/<\/w:p>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&');

/** Letters only: spaces, line ends and dotted lines differ between formats. */
export const letters = (text: string): string => text.normalize('NFC').replace(/[\s.…]+/g, '');
