import { OrganisationId, type Violation, type ViolationList } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { TextField, UnitField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { handsNow, pickedInstant } from '../ui/zone.ts';
import { fetchViolations, handleViolation, reportViolation } from './calls.ts';
import { HandledTable } from './HandledTable.tsx';
import { TimeField } from './ReviewDrawers.tsx';

const states = ['open', 'handled', 'dismissed'] as const;

/** What was done against the regulation, and what came of it. */
export function ViolationsPanel() {
  const t = useText();
  const [reporting, setReporting] = useState(false);
  const query = useQuery({ queryKey: ['security', 'violations'], queryFn: fetchViolations });
  return (
    <LoadState query={query}>
      {(list) => (
        <>
          {list.prohibitions.length === 0 && <p className="muted">{t('security.noProhibition')}</p>}
          <ViolationTable list={list} onReport={() => setReporting(true)} />
          <ReportDrawer list={list} isOpen={reporting} onClose={() => setReporting(false)} />
        </>
      )}
    </LoadState>
  );
}

function ViolationTable({ list, onReport }: { list: ViolationList; onReport: () => void }) {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const shown = list.violations.filter(
    ({ label, organisationName, evidence, state }) =>
      matches(tim, label, organisationName, evidence) && (loc === undefined || loc === state),
  );
  return (
    <>
      <ListTools
        search={t('security.searchViolations')}
        file={{
          name: 'vi-pham',
          rows: shown,
          columns: [
            { title: t('security.kind'), cell: ({ label }) => label },
            { title: t('staff.article'), cell: ({ cite }) => cite.map(({ article }) => article).join(', ') },
            { title: t('security.unit'), cell: ({ organisationName }) => organisationName },
            { title: t('security.happenedAt'), cell: ({ happenedAt }) => timeText(happenedAt) },
            { title: t('security.evidence'), cell: ({ evidence }) => evidence },
            { title: t('security.state'), cell: ({ state }) => t(`security.violation.${state}`) },
            { title: t('security.handle'), cell: ({ handling: done }) => done },
          ],
        }}
      >
        <Select
          aria-label={t('security.state')}
          style={{ minWidth: 160 }}
          value={loc ?? ''}
          onChange={(state) => change({ loc: state })}
          options={[
            { value: '', label: t('security.anyState') },
            ...states.map((state) => ({ value: state, label: t(`security.violation.${state}`) })),
          ]}
        />
        {list.mayWrite && list.prohibitions.length > 0 && (
          <Button type="primary" onClick={onReport}>
            {t('security.report')}
          </Button>
        )}
      </ListTools>
      <HandledTable<Violation>
        rows={shown}
        rowKey="violationId"
        idOf={({ violationId }) => violationId}
        mayWrite={list.mayWrite}
        empty={t('security.noViolation')}
        dismiss={t('security.dismiss')}
        handle={handleViolation}
        columns={[
          {
            title: t('security.kind'),
            width: 260,
            render: (_, { label, cite }) => (
              <>
                {label} <Articles cite={cite} />
              </>
            ),
          },
          {
            title: t('security.unit'),
            render: (_, { organisationName, happenedAt }) => (
              <span className="accounts-name">
                {organisationName}
                <small>{timeText(happenedAt)}</small>
              </span>
            ),
          },
          {
            title: t('security.evidence'),
            render: (_, { evidence, foundBy, byName }) => (
              <span className="accounts-name">
                {evidence}
                <small>
                  {foundBy === 'system' ? t('security.bySystem') : t('security.byPerson', { name: byName })}
                </small>
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

interface Reported {
  kind: string;
  organisationId: string;
  happenedAt: Dayjs;
  evidence: string;
}

function ReportDrawer({
  list: { prohibitions },
  isOpen,
  onClose,
}: {
  list: ViolationList;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useText();
  return (
    <ActDrawer<Reported>
      title={t('security.report')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ happenedAt: handsNow() }}
      submit={t('security.save')}
      act={({ kind, organisationId, happenedAt, evidence }) =>
        reportViolation({
          kind: kind,
          organisationId: OrganisationId.parse(organisationId),
          meetingId: null,
          happenedAt: pickedInstant(happenedAt),
          evidence,
        })
      }
    >
      <Form.Item name="kind" label={t('security.kind')} rules={[{ required: true }]}>
        <Select
          options={prohibitions.map(({ key, label, cite }) => ({
            value: key,
            label: `${label} (${cite[0]?.article ?? ''})`,
          }))}
        />
      </Form.Item>
      <UnitField name="organisationId" label={t('security.unit')} />
      <TimeField name="happenedAt" label={t('security.happenedAt')} />
      <TextField name="evidence" label={t('security.evidence')} rows={4} required />
    </ActDrawer>
  );
}
