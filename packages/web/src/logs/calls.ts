import {
  type LogAct,
  LogEntry,
  LogList,
  LogProof,
  LogSignatureCheck,
  LogSignatureFiles,
  PrintBatch,
  PrintBatchList,
} from '@nhipcau/contracts';
import { callApi } from '../api/http.ts';
import type { LogSearch } from './page-search.ts';

export type LogFormat = 'pdf' | 'docx' | 'xlsx';

/** The search of the page as the server's query. */
const queryOf = ({ so, tim, tt, diem, tb, hop, tu, den, trang }: LogSearch): string => {
  const words = {
    book: so,
    search: tim,
    state: tt,
    siteId: diem,
    device: tb,
    meetingId: hop,
    from: tu,
    to: den,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) if (value) query.set(name, value);
  if (trang) query.set('page', String(trang));
  return query.toString();
};

const one = (entryId: string) => `/logs/${encodeURIComponent(entryId)}`;

export const fetchLogs = (search: LogSearch, signal?: AbortSignal) =>
  callApi(`/logs?${queryOf(search)}`, { reply: LogList, limitMs: 30_000, ...(signal ? { signal } : {}) });
export const actOnLog = (entryId: string, act: LogAct) =>
  callApi(`${one(entryId)}/acts`, {
    method: 'POST',
    body: { key: crypto.randomUUID(), act },
    reply: LogEntry,
  });
export const proveLog = (entryId: string) => callApi(`${one(entryId)}/proof`, { reply: LogProof });

/** A signed PDF may be large, and lines of communes are slow. */
const UPLOAD_LIMIT_MS = 120_000;
const signatures = (entryId: string) => `${one(entryId)}/signatures`;
export const fetchSignatures = (entryId: string, signal: AbortSignal) =>
  callApi(signatures(entryId), { reply: LogSignatureFiles, signal });
export const attachSignature = (entryId: string, file: File) =>
  callApi(`${signatures(entryId)}?fileName=${encodeURIComponent(file.name.slice(-200))}`, {
    method: 'POST',
    file,
    limitMs: UPLOAD_LIMIT_MS,
    reply: LogSignatureFiles,
  });
export const checkSignature = (entryId: string, signatureId: string) =>
  callApi(`${signatures(entryId)}/${encodeURIComponent(signatureId)}/check`, {
    limitMs: UPLOAD_LIMIT_MS,
    reply: LogSignatureCheck,
  });
export const signatureUrl = (entryId: string, signatureId: string) =>
  `/api${signatures(entryId)}/${encodeURIComponent(signatureId)}/content`;

/** Every line of the choice as a sheet of its own. */
export const askBatch = ({ trang: _, dong: __, ...search }: LogSearch, format: LogFormat) =>
  callApi('/log-books/batches', {
    method: 'POST',
    body: {
      key: crypto.randomUUID(),
      query: Object.fromEntries(new URLSearchParams(queryOf(search))),
      format,
    },
    limitMs: 60_000,
    reply: PrintBatch,
  });
export const fetchBatches = () => callApi('/print-batches', { reply: PrintBatchList });
export const zipUrl = (batchId: string) => `/api/print-batches/${encodeURIComponent(batchId)}/papers.zip`;
export const printUrl = (entryId: string, format: LogFormat) => `/api${one(entryId)}/print.${format}`;
/** The whole choice, not one page of it. */
export const registerUrl = ({ trang: _, dong: __, ...search }: LogSearch, format: LogFormat) =>
  `/api/log-books/register.${format}?${queryOf(search)}`;
