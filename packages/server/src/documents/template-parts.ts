import type { ErrorCode, TemplateProblem } from '@nhipcau/contracts';
import { DOMParser, type Document, type Element, onErrorStopParsing } from '@xmldom/xmldom';
import PizZip from 'pizzip';
import { AppError, type Facts } from '../app-error.ts';
import { guardZip } from '../directory/spreadsheet/zip-guard.ts';

/** Unpacked text of all parts that are read. */
const MOST_XML_BYTES = 20_000_000;
const EXCERPT_LETTERS = 80;

type Part = TemplateProblem['place']['part'];

/** A paragraph with text, as its reader counts them. */
export interface TemplateParagraph {
  readonly part: Part;
  readonly paragraph: number;
  readonly text: string;
}

/** A template that was looked at and may be filled. */
export interface OpenedTemplate {
  readonly zip: PizZip;
  readonly paragraphs: readonly TemplateParagraph[];
}

const readParts: readonly (readonly [RegExp, Part])[] = [
  [/^word\/document\.xml$/, 'body'],
  [/^word\/header\d*\.xml$/, 'header'],
  [/^word\/footer\d*\.xml$/, 'footer'],
  [/^word\/(footnotes|endnotes)\.xml$/, 'notes'],
];
const ACTIVE = /vba(Project|Data)|activeX|\/embeddings\/|oleObject|macrosheets/i;
const MACRO_TYPE = /macroEnabled|vbaProject/i;
/** What a document fetches from elsewhere when it is opened; a link that somebody presses is none of these. */
const FETCHED = /(attachedTemplate|image|oleObject|frame|subDocument|externalLink|afChunk)"/i;

/**
 * Opens a Word document that somebody brought, within bounds: nothing of it is trusted.
 *
 * @throws {AppError} TEMPLATE_UNREADABLE, TEMPLATE_TOO_LARGE, TEMPLATE_HAS_MACROS, TEMPLATE_FETCHES
 * @rule DO-10
 */
export function openTemplate(bytes: Buffer): OpenedTemplate {
  const zip = unpacked(bytes);
  const names = Object.keys(zip.files);
  if (names.some((name) => ACTIVE.test(name))) throw new AppError('TEMPLATE_HAS_MACROS');
  const types = textOf(zip, '[Content_Types].xml');
  if (types === null || zip.file('word/document.xml') === null)
    throw new AppError('TEMPLATE_UNREADABLE', { reason: 'notWord' });
  if (MACRO_TYPE.test(types)) throw new AppError('TEMPLATE_HAS_MACROS');
  for (const name of names.filter((one) => one.endsWith('.rels'))) {
    const relations = (textOf(zip, name) ?? '').match(/<Relationship\b[^>]*>/g) ?? [];
    if (relations.some((one) => /TargetMode="External"/i.test(one) && FETCHED.test(one)))
      throw new AppError('TEMPLATE_FETCHES', { part: name.slice(0, 100) });
  }
  let left = MOST_XML_BYTES;
  const paragraphs = readParts.flatMap(([pattern, part]) => {
    let count = 0;
    return names
      .filter((name) => pattern.test(name))
      .toSorted()
      .flatMap((name) => {
        const xml = textOf(zip, name) ?? '';
        left -= xml.length;
        if (left < 0) throw new AppError('TEMPLATE_TOO_LARGE', { limit: MOST_XML_BYTES });
        return paragraphsOf(parsed(xml, name)).map((text): TemplateParagraph => {
          count += 1;
          return { part, paragraph: count, text };
        });
      });
  });
  return { zip, paragraphs };
}

/** Codes of the guard of all archives, as they are said of a template. */
const guarded: Partial<Record<ErrorCode, ErrorCode>> = {
  SHEET_TOO_LARGE: 'TEMPLATE_TOO_LARGE',
  SHEET_UNREADABLE: 'TEMPLATE_UNREADABLE',
};

const refusalOf = (cause: unknown, facts: Facts = {}): AppError => {
  const code = cause instanceof AppError ? guarded[cause.code] : undefined;
  return new AppError(code ?? 'TEMPLATE_UNREADABLE', facts, { cause });
};

function unpacked(bytes: Buffer): PizZip {
  try {
    guardZip(bytes);
    return new PizZip(bytes);
  } catch (cause) {
    throw refusalOf(cause);
  }
}

const textOf = (zip: PizZip, name: string): string | null => zip.file(name)?.asText() ?? null;

function parsed(xml: string, name: string): Document {
  // Entities could be made to grow; Word writes none.
  if (/<!DOCTYPE|<!ENTITY/i.test(xml))
    throw new AppError('TEMPLATE_UNREADABLE', { reason: 'xml', part: name });
  try {
    return new DOMParser({ onError: onErrorStopParsing }).parseFromString(xml, 'text/xml');
  } catch (cause) {
    throw refusalOf(cause, { reason: 'xml', part: name });
  }
}

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

function paragraphsOf(document: Document): string[] {
  return [...document.getElementsByTagNameNS(WORD, 'p')].map(saidIn).filter((text) => text.trim() !== '');
}

const saidIn = (paragraph: Element): string =>
  [...paragraph.getElementsByTagNameNS(WORD, 't')].map((piece) => piece.textContent ?? '').join('');

export const excerptOf = (text: string, at: number): string => {
  const from = Math.max(0, at - EXCERPT_LETTERS / 2);
  const to = Math.min(text.length, at + EXCERPT_LETTERS / 2);
  return `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`;
};
