import type { Citation, Finding } from '@nhipcau/contracts';

type Facts = Finding['facts'];

interface Detail {
  readonly field?: string | null;
  readonly facts?: Facts;
  readonly cite?: readonly Citation[];
}

const finding = (severity: Finding['severity'], code: string, { field, facts, cite }: Detail): Finding => ({
  severity,
  code,
  field: field ?? null,
  facts: facts ?? {},
  cite: (cite ?? []).slice(0, 5),
});

/** Keeps a registration from being submitted. */
export const fault = (code: string, detail: Detail = {}): Finding => finding('error', code, detail);

/** Is told, and decided by people. */
export const warning = (code: string, detail: Detail = {}): Finding => finding('warning', code, detail);
