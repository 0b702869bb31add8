import './staff.css';
import type { Shortfall } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Progress, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import type { Exported } from '../office/list/ExportButton.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { type ListFilter, useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import type { Translate } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { Articles } from './Articles.tsx';
import { fetchCompliance } from './calls.ts';
import { PapersDrawer } from './PapersDrawer.tsx';

const tone = {
  roomRules: 'red',
  roomRulesNotPosted: 'gold',
  procedure: 'red',
  securityPaper: 'red',
  securityPaperOld: 'gold',
  staff: 'volcano',
  roster: 'red',
  room: 'red',
} as const;

/** Units that lack what the regulation asks for. */
export function CompliancePage() {
  const t = useText();
  const [filter, change] = useListFilter();
  const [papers, setPapers] = useState<Shortfall | null>(null);
  const query = useQuery({ queryKey: ['staff', 'compliance'], queryFn: fetchCompliance });
  const subjects = [
    'roomRules',
    'roomRulesNotPosted',
    'procedure',
    'securityPaper',
    'securityPaperOld',
    'staff',
    'roster',
    'room',
  ] as const;
  return (
    <OfficePage title={t('comp.title')} subtitle={t('comp.subtitle')}>
      <LoadState query={query} isEmpty={({ shortfalls }) => shortfalls.length === 0} empty={t('comp.none')}>
        {({ shortfalls, unitCount, compliantCount }) => (
          <>
            <ListTools search={t('roster.unit')} file={fileOf(shown(shortfalls, filter), t)}>
              <Progress
                type="circle"
                size={56}
                aria-label={t('comp.summary', { ok: compliantCount, all: unitCount })}
                percent={Math.floor((compliantCount * 100) / Math.max(1, unitCount))}
              />
              <strong>{t('comp.summary', { ok: compliantCount, all: unitCount })}</strong>
            </ListTools>
            <Table<Shortfall>
              size="middle"
              rowKey={({ organisationId, subject, kind, label }) =>
                `${organisationId} ${subject} ${kind} ${label}`
              }
              dataSource={shown(shortfalls, filter)}
              onChange={(_, filters) => change({ loc: filters['subject']?.join(' ') })}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { key: 'unit', title: t('staff.col.unit'), dataIndex: 'organisationName' },
                {
                  key: 'subject',
                  title: t('comp.missing'),
                  width: 240,
                  filters: subjects.map((value) => ({ value, text: t(`comp.subject.${value}`) })),
                  filteredValue: filter.loc === undefined ? null : filter.loc.split(' '),
                  render: (_, { subject }) => <Tag color={tone[subject]}>{t(`comp.subject.${subject}`)}</Tag>,
                },
                { key: 'label', title: t('staff.deficits.rule'), dataIndex: 'label' },
                {
                  key: 'article',
                  title: t('staff.article'),
                  width: 130,
                  render: (_, { cite }) => <Articles cite={cite} />,
                },
                {
                  key: 'act',
                  width: 120,
                  render: (_, one) =>
                    one.kind !== null && (
                      <Button size="small" onClick={() => setPapers(one)}>
                        {t('comp.papers')}
                      </Button>
                    ),
                },
              ]}
            />
            <PapersDrawer papers={papers} onClose={() => setPapers(null)} />
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

const shown = (shortfalls: readonly Shortfall[], { tim, loc }: ListFilter): Shortfall[] =>
  shortfalls.filter(
    ({ organisationName, subject }) =>
      matches(tim, organisationName) && (loc === undefined || loc.split(' ').includes(subject)),
  );

const fileOf = (rows: readonly Shortfall[], t: Translate): Exported<Shortfall> => ({
  name: 'ho-so-tuan-thu',
  rows,
  columns: [
    { title: t('staff.col.unit'), cell: ({ organisationName }) => organisationName },
    { title: t('comp.missing'), cell: ({ subject }) => t(`comp.subject.${subject}`) },
    { title: t('staff.deficits.rule'), cell: ({ label }) => label },
    { title: t('staff.article'), cell: ({ cite }) => cite.map(({ article }) => article).join(', ') },
  ],
});
