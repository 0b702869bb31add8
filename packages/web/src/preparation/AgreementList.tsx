import type { ConnectionPlan, OrganisationId } from '@nhipcau/contracts';
import { emptySections } from '@nhipcau/domain';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { agreePlan } from './calls.ts';
import { joined } from './joined.ts';

/** What each unit said to the plan; one press agrees. */
export function AgreementList({ plan }: { plan: ConnectionPlan }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const [objecting, setObjecting] = useState<OrganisationId | null>(null);
  const { meetingId, version, agreements } = plan;
  const agreeing = useMutation({
    mutationFn: (unit: OrganisationId) => agreePlan(meetingId, unit, { version, agreed: true, note: null }),
    onSuccess: (saved) => queries.setQueryData(['preparation', 'plan', meetingId], saved),
  });
  const empty = emptySections(plan.sections);
  const missing = agreements.filter(({ agreed }) => agreed !== true).length;
  return (
    <section className="panel pln-part" aria-labelledby="plan-agreements">
      <h2 id="plan-agreements">
        {t('plan.agreements', { n: agreements.length - missing, all: agreements.length })}
      </h2>
      {version === 0 && <p className="muted">{t('plan.agreeLater')}</p>}
      {version > 0 && empty.length > 0 && (
        <p className="mark bad" role="status">
          {t('plan.emptySections', { sections: empty.map((key) => t(`plan.section.${key}`)).join('; ') })}
        </p>
      )}
      <FailureText code={codeOf(agreeing.error)} />
      <ul className="pln-agreements">
        {agreements.map(({ organisationId, name, agreed, note, byName, at, mayAnswer }) => (
          <li key={organisationId}>
            <strong>{name}</strong>
            <span className={`mark ${agreed === null ? '' : agreed ? 'good' : 'bad'}`}>
              {joined(
                t(agreed === null ? 'plan.noWord' : agreed ? 'plan.agreed' : 'plan.objected'),
                byName,
                at !== null && dateAndTime(at, language),
                note,
              )}
            </span>
            {mayAnswer && (
              <span className="prep-acts">
                <button type="button" className="button" onClick={() => agreeing.mutate(organisationId)}>
                  {t('plan.agree')}
                </button>
                <button type="button" className="button quiet" onClick={() => setObjecting(organisationId)}>
                  {t('plan.object')}
                </button>
              </span>
            )}
          </li>
        ))}
      </ul>
      <ActDrawer<{ note: string }>
        title={t('plan.object')}
        isOpen={objecting !== null}
        onClose={() => setObjecting(null)}
        initial={{}}
        act={async ({ note }) => {
          if (objecting) await agreePlan(meetingId, objecting, { version, agreed: false, note });
        }}
      >
        <TextField name="note" label={t('staff.reason')} required rows={4} />
      </ActDrawer>
    </section>
  );
}
