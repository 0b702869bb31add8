import './preparation.css';
import { type ConnectionPlan, MeetingId, PlanSections } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import type { Translate } from '../text/catalogue.ts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { AgreementList } from './AgreementList.tsx';
import { fetchPlan, savePlan } from './calls.ts';
import { joined } from './joined.ts';
import { McuSheets } from './McuSheets.tsx';
import { PlanTree } from './PlanTree.tsx';
import { isSameTree, type PlanDraft, usePlanDraft } from './plan-draft.ts';
import { ScenarioList } from './ScenarioList.tsx';

/** `/chuan-bi/$meetingId/phuong-an`: how the sites of a meeting are connected, and who agreed. */
export function PlanPage() {
  const { t, language } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/chuan-bi/$meetingId/phuong-an' }).meetingId);
  const query = useQuery({
    queryKey: ['preparation', 'plan', meetingId],
    queryFn: () => fetchPlan(meetingId),
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('plan.title')}
      subtitle={data && joined(data.title, dateAndTime(data.startsAt, language))}
      actions={
        <>
          <Link className="button" to="/chuan-bi/$meetingId" params={{ meetingId }}>
            {t('prep.board')}
          </Link>
          <a
            className="button"
            href={`/api/preparation/${meetingId}/plan.pdf`}
            target="_blank"
            rel="noreferrer"
          >
            {t('plan.print')}
          </a>
        </>
      }
    >
      <LoadState query={query}>
        {(plan) => (
          <>
            <Findings plan={plan} />
            {/* What is drawn begins anew with each version, and with each proposal as long as nothing was saved. */}
            <Drawn
              key={`${plan.version} ${plan.version === 0 ? JSON.stringify(plan.proposed) : ''}`}
              plan={plan}
            />
            <AgreementList plan={plan} />
            <ScenarioList scenarios={plan.scenarios} />
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

function Drawn({ plan }: { plan: ConnectionPlan }) {
  const draft = usePlanDraft(plan);
  return (
    <>
      <PlanTree plan={plan} draft={draft} />
      <McuSheets plan={plan} />
      <Sections plan={plan} draft={draft} />
    </>
  );
}

/** Keys of sections come from the contract, so each has its text. */
const sectionKeys = PlanSections.keyof().options;

function subjectOf({ code, subject }: ConnectionPlan['findings'][number], t: Translate): string {
  const key = sectionKeys.find((section) => section === subject);
  return code === 'sectionEmpty' && key ? t(`plan.section.${key}`) : subject;
}

/** What is wrong with the plan, each kind once. */
function Findings({ plan }: { plan: ConnectionPlan }) {
  const { t } = useLanguage();
  if (plan.findings.length === 0) return <p className="banner good">{t('plan.whole')}</p>;
  return (
    <ul className="pln-findings">
      {[...Map.groupBy(plan.findings, ({ code }) => code)].map(([code, alike]) => (
        <li
          key={code}
          className={`mark ${alike.some(({ severity }) => severity === 'error') ? 'bad' : 'fair'}`}
        >
          {t(`plan.finding.${code}`, { subject: alike.map((one) => subjectOf(one, t)).join(', ') })}
        </li>
      ))}
    </ul>
  );
}

function Sections({ plan, draft: { tree } }: { plan: ConnectionPlan; draft: PlanDraft }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [sections, setSections] = useState(plan.sections);
  const saving = useMutation({
    mutationFn: () =>
      savePlan(plan.meetingId, {
        version: plan.version,
        sections,
        ...(isSameTree(tree, plan.proposed) ? {} : { tree: tree.map(({ spareNodeId: _, ...node }) => node) }),
      }),
    onSuccess: (saved) => queries.setQueryData(['preparation', 'plan', plan.meetingId], saved),
  });
  return (
    <section className="panel pln-part" aria-labelledby="plan-sections">
      <h2 id="plan-sections">
        {plan.version === 0 ? t('plan.draft') : t('plan.version', { n: plan.version })}
      </h2>
      <div className="pln-sections">
        {sectionKeys.map((key) => (
          <label key={key} className="field">
            <span>{t(`plan.section.${key}`)}</span>
            <textarea
              className="input"
              rows={4}
              maxLength={4_000}
              disabled={!plan.mayWrite}
              value={sections[key]}
              onChange={({ target }) => setSections({ ...sections, [key]: target.value })}
            />
          </label>
        ))}
      </div>
      <FailureText code={codeOf(saving.error)} />
      {plan.mayWrite && (
        <div className="prep-acts">
          <button
            type="button"
            className="button primary"
            disabled={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t('plan.save')}
          </button>
          <span className="muted">{t('plan.saveNote')}</span>
        </div>
      )}
    </section>
  );
}
