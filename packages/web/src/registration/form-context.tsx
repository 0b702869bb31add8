import type { Finding, RegistrationChecked, RegistrationRulesReply } from '@nhipcau/contracts';
import { createContext, useContext } from 'react';
import type { Speech } from '../regulation/sentences.ts';
import type { DraftData, EntryFault } from './draft-data.ts';
import type { SiteWithGroup, UnitTree } from './site-groups.ts';

/** What every part of the form knows: what is entered, what the locality asks for, what the regulation says of it. */
export interface FormParts {
  readonly draft: DraftData;
  readonly change: (patch: Partial<DraftData>) => void;
  readonly rules: RegistrationRulesReply;
  readonly directory: UnitTree;
  readonly sites: readonly SiteWithGroup[];
  readonly checked: RegistrationChecked | null;
  /** Entries that cannot be stored as they are, by path, with what is wrong. */
  readonly malformed: ReadonlyMap<string, EntryFault>;
  /** Nothing is reproached before somebody tried to submit, but what is wrong in itself. */
  readonly isTried: boolean;
  readonly speech: Speech;
}

const FormContext = createContext<FormParts | null>(null);

export const FormProvider = FormContext;

export function useForm(): FormParts {
  const parts = useContext(FormContext);
  if (!parts) throw new Error('this part of the form stands outside of it');
  return parts;
}

const missing: readonly string[] = [
  'fieldMissing',
  'fieldMissingAtSites',
  'chairSiteMissing',
  'venueMissing',
];

/** Findings to be told at a field: what is merely not entered yet waits until somebody tries to submit. */
export function findingsAt({ checked, isTried }: FormParts, field: string): readonly Finding[] {
  return (checked?.findings ?? []).filter(
    (finding) =>
      (finding.field === field || finding.field?.startsWith(`${field}.`) === true) &&
      (isTried || !missing.includes(finding.code)),
  );
}

/** How the locality calls a field; undefined: it does not ask for it. */
export const askedFor = ({ rules, draft }: Pick<FormParts, 'rules' | 'draft'>, field: string) =>
  rules.fields.find((one) => one.field === field && (one.kinds?.includes(draft.kind) ?? true));
