import { parentPort } from 'node:worker_threads';
import { printDocx } from './print-docx.ts';
import { type PrintDone, PrintJob } from './print-job.ts';
import { PdfPress } from './print-pdf.ts';

const port = parentPort;
if (port === null) throw new Error('runs in a thread of its own');
const pdfs = new PdfPress();

port.on('message', async (message: unknown) => {
  const { job, format, paper } = PrintJob.parse(message);
  const answer = (done: PrintDone) => port.postMessage(done);
  try {
    const bytes = format === 'pdf' ? pdfs.print(paper) : await printDocx(paper);
    answer({ done: 'bytes', job, bytes: Uint8Array.from(bytes) });
  } catch (cause) {
    answer({ done: 'failed', job, reason: String(cause) });
  }
});
