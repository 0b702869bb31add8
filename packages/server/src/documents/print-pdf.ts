import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';
import type { Paper } from '@nhipcau/contracts';

/** Fonts that are part of this product; nothing of the machine is used. */
export const FONTS = join(import.meta.dirname, '../../data/fonts');
const TEMPLATE = join(import.meta.dirname, '../../data/documents/paper.typ');
/** Compiled parts that were not used for so many prints are forgotten. */
const KEPT_PRINTS = 10;

/** Makes PDFs of papers; the same paper gives the same bytes. Synchronous: to be used off the event loop. */
export class PdfPress {
  readonly #compiler: NodeCompiler;
  readonly #template: string;

  constructor() {
    const fontBlobs = readdirSync(FONTS)
      .filter((name) => name.endsWith('.ttf'))
      .sort()
      .map((name) => readFileSync(join(FONTS, name)));
    // The workspace holds the template alone: nothing else of the disk can be read by it.
    this.#compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }], workspace: join(TEMPLATE, '..') });
    this.#template = readFileSync(TEMPLATE, 'utf8');
  }

  /** @throws {Error} with Typst's own diagnosis; it is a defect, papers cannot cause it */
  print(paper: Paper): Buffer {
    const result = this.#compiler.compile({
      mainFileContent: this.#template,
      inputs: { paper: JSON.stringify(paper) },
    });
    const document = result.result;
    if (document === null) throw new Error(`Typst: ${diagnosisOf(result.takeError())}`);
    const pdf = this.#compiler.pdf(document, { creationTimestamp: 0 });
    this.#compiler.evictCache(KEPT_PRINTS);
    return pdf;
  }
}

const diagnosisOf = (error: NodeError | null): string =>
  error === null ? 'no document' : JSON.stringify(error.shortDiagnostics);
