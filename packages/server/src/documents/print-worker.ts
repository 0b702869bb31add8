import { parentPort } from 'node:worker_threads';
import type { Paper } from '@nhipcau/contracts';
import { printDocx } from './print-docx.ts';
import { type PaperFormat, type PrintDone, PrintJob } from './print-job.ts';
import { PdfPress } from './print-pdf.ts';
import { printXlsx } from './print-xlsx.ts';

const port = parentPort;
if (port === null) throw new Error('runs in a thread of its own');
const pdfs = new PdfPress();

const printed = (paper: Paper, format: PaperFormat): Buffer | Promise<Buffer> => {
  switch (format) {
    case 'pdf':
      return pdfs.print(paper);
    case 'docx':
      return printDocx(paper);
    case 'xlsx':
      return printXlsx(paper);
  }
};

port.on('message', async (message: unknown) => {
  const { job, format, paper } = PrintJob.parse(message);
  const answer = (done: PrintDone) => port.postMessage(done);
  try {
    const bytes = await printed(paper, format);
    answer({ done: 'bytes', job, bytes: Uint8Array.from(bytes) });
  } catch (cause) {
    answer({ done: 'failed', job, reason: String(cause) });
  }
});
