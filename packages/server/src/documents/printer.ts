import type { MeetingId } from '@nhipcau/contracts';
import type { PaperFormat, PrintFormat } from './print-job.ts';

export interface PrintedDocument {
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Prints the forms of a meeting's locality. */
export interface Printer {
  /**
   * For the system itself, which sends it: what was issued for the present state of the file, else a fresh print.
   *
   * @param form - key of a form of the locality, see `office.forms`
   * @throws {AppError} FORM_UNKNOWN, DOCUMENT_IS_SECRET, DOCUMENT_TOO_LARGE, PRINTING_BUSY, PRINTING_FAILED
   */
  print(meetingId: MeetingId, form: string, format: PrintFormat): Promise<PrintedDocument>;
}

const contentTypes: Readonly<Record<PaperFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** Bytes with the name under which they are saved: `2026-0147-registration.pdf`. */
export const printedAs = (
  { fileNumber, form, format }: { fileNumber: string; form: string; format: PaperFormat },
  bytes: Buffer,
): PrintedDocument => ({
  fileName: `${fileNumber.replaceAll('/', '-')}-${form}.${format}`,
  contentType: contentTypes[format],
  bytes,
});
