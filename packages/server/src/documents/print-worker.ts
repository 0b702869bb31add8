import { parentPort } from 'node:worker_threads';
import type { Paper } from '@nhipcau/contracts';
import { AppError } from '../app-error.ts';
import { checkTemplate } from './check-template.ts';
import { fillTemplate } from './fill-template.ts';
import { printDocx } from './print-docx.ts';
import { type PaperFormat, type PrintDone, PrintJob, type PrintTask } from './print-job.ts';
import { PdfPress } from './print-pdf.ts';
import { printXlsx } from './print-xlsx.ts';
import { openTemplate } from './template-parts.ts';

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

const done = (task: PrintTask): Buffer | Promise<Buffer> => {
  switch (task.task) {
    case 'print':
      return printed(task.paper, task.format);
    case 'fill':
      return fillTemplate(Buffer.from(task.template), task.data);
    case 'check': {
      const { paragraphs } = openTemplate(Buffer.from(task.template));
      return Buffer.from(JSON.stringify(checkTemplate(paragraphs, task.fields)));
    }
  }
};

port.on('message', async (message: unknown) => {
  const { job, task } = PrintJob.parse(message);
  const answer = (said: PrintDone) => port.postMessage(said);
  try {
    answer({ done: 'bytes', job, bytes: Uint8Array.from(await done(task)) });
  } catch (cause) {
    if (cause instanceof AppError) answer({ done: 'refused', job, code: cause.code, facts: cause.facts });
    else answer({ done: 'failed', job, reason: String(cause) });
  }
});
