import { CaseState, type IncidentCase } from '@nhipcau/contracts';
import { Empty, Select } from 'antd';
import { useState } from 'react';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText, dateAndTime } from '../ui/durations.ts';
import { CasePanel } from './CasePanel.tsx';
import { CaseRow } from './CaseRow.tsx';
import { placeText } from './place-text.ts';

/** Incidents at the left, the chosen one at the right; on a phone one after the other. */
export function CaseDesk({ cases }: { cases: readonly IncidentCase[] }) {
  const { t, language } = useLanguage();
  const [{ tim, loc }, change] = useListFilter();
  const [chosen, setChosen] = useState<string | null>(null);
  const found = cases.filter(
    (one) =>
      matches(tim, placeText(one, t), one.title, one.fileNumber, t(`inc.type.${one.type}`)) &&
      (loc === undefined || loc === one.state),
  );
  // What is read and written about stays, also when another incident comes before it.
  const [held, hold] = useState<string | null>(null);
  const shown =
    found.find(({ caseId }) => caseId === chosen) ?? found.find(({ caseId }) => caseId === held) ?? found[0];
  if (shown !== undefined && shown.caseId !== held) hold(shown.caseId);
  const at = (instant: number | null) => instant && dateAndTime(instant, language);
  return (
    <>
      <ListTools
        search={t('inc.search')}
        file={{
          name: 'su-co',
          rows: found,
          columns: [
            { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
            { title: t('form.col.title'), cell: ({ title }) => title },
            { title: t('inc.place'), cell: (one) => placeText(one, t) },
            { title: t('inc.type'), cell: ({ type }) => t(`inc.type.${type}`) },
            { title: t('inc.state'), cell: ({ state }) => t(`inc.state.${state}`) },
            { title: t('inc.openedAt'), cell: ({ openedAt }) => at(openedAt) },
            { title: t('inc.acknowledgedAt'), cell: ({ acknowledgedAt }) => at(acknowledgedAt) },
            { title: t('inc.restoredAt'), cell: ({ restoredAt }) => at(restoredAt) },
            { title: t('inc.total.down'), cell: ({ downMs }) => clockText(downMs) },
          ],
        }}
      >
        <Select
          aria-label={t('inc.state')}
          style={{ minWidth: 190 }}
          value={loc ?? ''}
          onChange={(state) => change({ loc: state })}
          options={[
            { value: '', label: t('inc.anyState') },
            ...CaseState.options.map((state) => ({ value: state, label: t(`inc.state.${state}`) })),
          ]}
        />
      </ListTools>
      {found.length === 0 && <Empty description={t('inc.noMatch')} />}
      <div className={`inc-desk ${chosen === null ? 'no-choice' : 'has-choice'}`}>
        <ul className="inc-list" aria-label={t('inc.list')}>
          {found.map((one) => (
            <CaseRow
              key={one.caseId}
              of={one}
              isChosen={one === shown}
              onChoose={() => setChosen(one.caseId)}
            />
          ))}
        </ul>
        {shown && (
          <div className="inc-shown">
            <button type="button" className="button quiet inc-back" onClick={() => setChosen(null)}>
              {t('inc.back')}
            </button>
            <CasePanel key={shown.caseId} of={shown} />
          </div>
        )}
      </div>
    </>
  );
}
