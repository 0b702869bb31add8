import { assertNever, err, ok, type Result } from '@nhipcau/base';
import type { AdmissionCondition, DirectoryRules } from '@nhipcau/contracts';

/** What was found about one condition; absent: nobody looked yet. */
export type EvidenceResult = 'met' | 'failed';
export type Evidence = Readonly<Record<string, EvidenceResult>>;

/** Conditions this site has to meet: those of new members only for an organisation without an admitted site (HN Đ9.2). */
export const conditionsOf = (
  { admission }: Pick<DirectoryRules, 'admission'>,
  { isNewMember }: { isNewMember: boolean },
): AdmissionCondition[] =>
  (admission?.conditions ?? []).filter(({ newMembersOnly }) => isNewMember || !newMembersOnly);

/** Conditions that are open or failed. */
export const openConditions = (conditions: readonly AdmissionCondition[], evidence: Evidence): string[] =>
  conditions.filter(({ key }) => evidence[key] !== 'met').map(({ key }) => key);

export type AdmissionState = 'proposed' | 'admitted' | 'refused';

export type AdmissionEvent =
  | {
      readonly kind: 'admit';
      readonly conditions: readonly AdmissionCondition[];
      readonly evidence: Evidence;
    }
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'propose' };

export type AdmissionRefusal =
  | { readonly code: 'open'; readonly keys: readonly string[] }
  | { readonly code: 'decided'; readonly state: AdmissionState };

/**
 * The only way from one state of an admission to another: proposed → admitted once nothing is open, or refused with a
 * reason; a refused one may be proposed again.
 *
 * @rule SF-4, SF-5 (HN Đ9.1, Đ9.2; BD Đ6.4)
 */
export function nextAdmission(
  state: AdmissionState,
  event: AdmissionEvent,
): Result<AdmissionState, AdmissionRefusal> {
  switch (event.kind) {
    case 'admit': {
      if (state !== 'proposed') return err({ code: 'decided', state });
      const keys = openConditions(event.conditions, event.evidence);
      return keys.length === 0 ? ok('admitted') : err({ code: 'open', keys });
    }
    case 'refuse':
      return state === 'proposed' ? ok('refused') : err({ code: 'decided', state });
    case 'propose':
      return state === 'refused' ? ok('proposed') : err({ code: 'decided', state });
    default:
      return assertNever(event);
  }
}

export type ExceptionState = 'drafted' | 'submitted' | 'accepted' | 'refused';
export type ExceptionAct = 'submit' | 'accept' | 'refuse' | 'revise';

const exceptionSteps: Readonly<
  Record<ExceptionAct, { from: readonly ExceptionState[]; to: ExceptionState }>
> = {
  submit: { from: ['drafted'], to: 'submitted' },
  accept: { from: ['submitted'], to: 'accepted' },
  refuse: { from: ['submitted'], to: 'refused' },
  revise: { from: ['refused', 'submitted'], to: 'drafted' },
};

/**
 * Life of a plan for more sites than the quota: the district drafts and reports it, the city accepts or refuses.
 *
 * @returns null when this act is not possible in this state
 * @rule SF-6 (HN Đ7, last paragraph)
 */
export function nextException(state: ExceptionState, act: ExceptionAct): ExceptionState | null {
  const { from, to } = exceptionSteps[act];
  return from.includes(state) ? to : null;
}
