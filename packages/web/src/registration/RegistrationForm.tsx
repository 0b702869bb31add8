import type { RegistrationDetail, RegistrationRulesReply, SessionInfo } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { actOn } from '../approval/calls.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { DateFaults, useDateFaults } from '../ui/TypedPicker.tsx';
import { ConflictPanel } from './ConflictPanel.tsx';
import { DueList } from './DueList.tsx';
import { type DraftData, faultsIn } from './draft-data.ts';
import { ExtrasSection } from './ExtrasSection.tsx';
import { Findings } from './Field.tsx';
import { FormProvider } from './form-context.tsx';
import { LeadBar } from './LeadBar.tsx';
import { MeetingSection } from './MeetingSection.tsx';
import { SaveState } from './SaveState.tsx';
import { SitesSection } from './SitesSection.tsx';
import type { SiteWithGroup, UnitTree } from './site-groups.ts';
import { TimeSection } from './TimeSection.tsx';
import { useCheck } from './use-check.ts';
import { useDraft } from './use-draft.ts';

interface Props {
  readonly session: SessionInfo;
  readonly values: DraftData;
  readonly detail: RegistrationDetail | null;
  readonly rules: RegistrationRulesReply;
  readonly directory: UnitTree;
  readonly sites: readonly SiteWithGroup[];
  readonly timeZone: string;
  /** The earlier meeting a new file repeats. */
  readonly from: string | undefined;
  /** The file got its number: its address can be shown. */
  readonly onOpened: (detail: RegistrationDetail) => void;
  readonly onDone: (detail: RegistrationDetail) => void;
}

/** One page for a registration: what is asked for, what the regulation says of it, and when what is due. */
export function RegistrationForm({
  session,
  rules,
  directory,
  sites,
  timeZone,
  onOpened,
  onDone,
  ...start
}: Props) {
  const { t, language } = useLanguage();
  const [keeper, state] = useDraft({ userId: session.userId, ...start });
  const { values, detail, theirs } = state;
  const meetingId = detail?.registration.meetingId ?? null;
  const { checked, error } = useCheck(values, meetingId);
  const [isTried, setTried] = useState(false);
  const { hasFault, tellFault } = useDateFaults();
  const speech = useMemo(() => ({ t, language, timeZone }), [t, language, timeZone]);
  const isDraft = detail === null || detail.registration.state === 'draft';
  // Tells once that the file exists now: its number belongs into the address.
  useEffect(() => {
    if (detail !== null && start.detail === null) onOpened(detail);
  }, [detail, start.detail, onOpened]);
  const malformed = useMemo(() => faultsIn(values), [values]);
  const parts = {
    draft: values,
    change: (patch: Partial<DraftData>) => keeper.change(patch),
    rules,
    directory,
    sites,
    checked,
    malformed,
    isTried: isTried || !isDraft,
    speech,
  };
  return (
    <FormProvider value={parts}>
      <form className="rf" onSubmit={(event) => event.preventDefault()} aria-label={t('form.label')}>
        {checked && <LeadBar checked={checked} speech={speech} />}
        <FailureText code={codeOf(error)} />
        {theirs && (
          <ConflictPanel
            mine={values}
            theirs={theirs}
            rules={rules}
            speech={speech}
            onMine={() => void keeper.keepMine()}
            onTheirs={() => keeper.takeTheirs()}
          />
        )}
        <div className="rf-columns">
          <div className="rf-sections">
            <DateFaults value={tellFault}>
              <MeetingSection />
              <TimeSection />
              <SitesSection />
              <ExtrasSection />
            </DateFaults>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
          <aside className="rf-aside scrolls" aria-label={t('reg.timeline')} tabIndex={0}>
            {isTried && checked && checked.findings.length > 0 && (
              <section className="panel rf-all" aria-label={t('finding.errors')}>
                <Findings findings={checked.findings.slice(0, 12)} speech={speech} />
              </section>
            )}
            {checked && <DueList timetable={checked.timetable} speech={speech} />}
          </aside>
        </div>
        <footer className="rf-foot">
          <SaveState {...state} />
          {isDraft ? (
            <Submit
              keeper={keeper}
              isReady={malformed.size === 0 && !hasFault && checked !== null}
              onTry={() => setTried(true)}
              onDone={onDone}
            />
          ) : (
            <SaveChange keeper={keeper} isReady={!hasFault} onDone={onDone} />
          )}
        </footer>
      </form>
    </FormProvider>
  );
}

type Keeper = ReturnType<typeof useDraft>[0];

/** Saves what is entered and sends it in; what the server objects to is said here. */
function Submit({
  keeper,
  isReady,
  onTry,
  onDone,
}: {
  keeper: Keeper;
  isReady: boolean;
  onTry: () => void;
  onDone: (detail: RegistrationDetail) => void;
}) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const sending = useMutation({
    mutationFn: async () => {
      onTry();
      if (!isReady || !(await keeper.save())) return null;
      const { detail } = keeper.store.get();
      if (!detail) return null;
      const { meetingId, revision } = detail.registration;
      return actOn(meetingId, { act: 'submit', revision });
    },
    onSuccess: (detail) => {
      if (!detail) {
        focusFirstWrong();
        return;
      }
      keeper.follow(detail);
      void queries.invalidateQueries({ queryKey: ['registrations'] });
      onDone(detail);
    },
    onError: focusFirstWrong,
  });
  return (
    <div className="rf-acts">
      <FailureText code={codeOf(sending.error)} />
      <button
        type="button"
        className="button primary large"
        disabled={sending.isPending}
        onClick={() => sending.mutate()}
      >
        {t('form.submit')}
      </button>
    </div>
  );
}

/** A file that others have already is changed with a reason, in one step. */
function SaveChange({
  keeper,
  isReady,
  onDone,
}: {
  keeper: Keeper;
  isReady: boolean;
  onDone: (detail: RegistrationDetail) => void;
}) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  const saving = useMutation({
    mutationFn: async () => isReady && (await keeper.save(reason.trim() === '' ? null : reason.trim())),
    onSuccess: (isSaved) => {
      const { detail } = keeper.store.get();
      if (isSaved && detail) onDone(detail);
      else focusFirstWrong();
    },
  });
  return (
    <div className="rf-acts">
      <input
        className="input rf-reason"
        aria-label={t('form.changeReason')}
        placeholder={t('form.changeReason')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <button
        type="button"
        className="button primary large"
        disabled={saving.isPending}
        onClick={() => saving.mutate()}
      >
        {t('form.saveChange')}
      </button>
    </div>
  );
}

/** The reader is led to what is wrong, also without a mouse. */
function focusFirstWrong(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('.rf [aria-invalid="true"]')?.focus();
  });
}
