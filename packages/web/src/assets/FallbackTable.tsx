import { FallbackSubject, LocalDate, type SiteFallback } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Table, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { Articles } from '../staff/Articles.tsx';
import { asDate, dateText, today } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { handsNow } from '../ui/zone.ts';
import { fetchFallback, fileFallback } from './calls.ts';
import { ChoiceField } from './RegisterDrawer.tsx';

const DUE = 'con-thieu';

/** What each site does when a device, the line or the power fails, and which sites owe it. */
export function FallbackTable() {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const [filing, setFiling] = useState<SiteFallback | null>(null);
  const query = useQuery({ queryKey: ['fallback'], queryFn: fetchFallback });
  return (
    <LoadState query={query}>
      {({ sites, asked }) => {
        const rows = sites.filter(
          ({ siteName, organisationName, plans }) =>
            matches(tim, siteName, organisationName) && (loc !== DUE || plans.some(({ isDue }) => isDue)),
        );
        return (
          <>
            <div className="asset-rules">
              {asked.map(({ subject, label, by, cite }) => (
                <span key={subject}>
                  {`${label}: ${by}`} <Articles cite={cite} />
                </span>
              ))}
              {asked.length === 0 && <span>{t('asset.noFallbackRule')}</span>}
            </div>
            <ListTools
              search={t('asset.searchSites')}
              file={{
                name: 'phuong-an-du-phong',
                rows: rows.flatMap((site) => site.plans.map((plan) => ({ site, plan }))),
                columns: [
                  { title: t('asset.site'), cell: ({ site }) => site.siteName },
                  { title: t('asset.unit'), cell: ({ site }) => site.organisationName },
                  { title: t('asset.fallback'), cell: ({ plan }) => t(`asset.fallback.${plan.subject}`) },
                  { title: t('asset.plan'), cell: ({ plan }) => plan.plan },
                  { title: t('asset.filedOn'), cell: ({ plan }) => plan.filedOn && dateText(plan.filedOn) },
                  { title: t('asset.due'), cell: ({ plan }) => (plan.isDue ? t('asset.due') : '') },
                ],
              }}
            >
              <Checkbox
                checked={loc === DUE}
                onChange={({ target }) => change({ loc: target.checked ? DUE : undefined })}
              >
                {t('asset.onlyDue')}
              </Checkbox>
            </ListTools>
            <Table<SiteFallback>
              size="middle"
              rowKey="siteId"
              dataSource={rows}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 700 }}
              columns={[
                {
                  title: t('asset.site'),
                  width: 260,
                  render: (_, { siteName, organisationName }) => (
                    <span className="asset-name">
                      {siteName}
                      <small>{organisationName}</small>
                    </span>
                  ),
                },
                {
                  title: t('asset.plan'),
                  render: (_, { plans }) => (
                    <span className="asset-name">
                      {plans.map(({ subject, plan, filedOn, isDue }) => (
                        <span key={subject} className="asset-plan">
                          <Tag color={isDue ? 'red' : 'green'}>{t(`asset.fallback.${subject}`)}</Tag>
                          <span>
                            {plan ?? t('asset.noPlan')}
                            {filedOn !== null && <small>{` (${dateText(filedOn)})`}</small>}
                          </span>
                        </span>
                      ))}
                    </span>
                  ),
                },
                {
                  title: '',
                  align: 'right',
                  width: 130,
                  render: (_, site) =>
                    site.mayWrite && (
                      <Button size="small" onClick={() => setFiling(site)}>
                        {t('asset.filePlan')}
                      </Button>
                    ),
                },
              ]}
            />
            <ActDrawer<{ subject: FallbackSubject; plan: string; filedOn: Dayjs }>
              title={`${t('asset.filePlan')}: ${filing?.siteName ?? ''}`}
              isOpen={filing !== null}
              onClose={() => setFiling(null)}
              initial={{ subject: asked[0]?.subject ?? 'device', filedOn: handsNow() }}
              act={({ subject, plan, filedOn }) =>
                fileFallback(filing?.siteId ?? '', {
                  subject,
                  plan,
                  filedOn: LocalDate.parse(asDate(filedOn) ?? today()),
                })
              }
            >
              <ChoiceField
                name="subject"
                label={t('asset.fallback')}
                options={FallbackSubject.options.map((value) => ({
                  value,
                  label: t(`asset.fallback.${value}`),
                }))}
              />
              <TextField name="plan" label={t('asset.plan')} rows={4} required />
              <DateItem name="filedOn" label={t('asset.filedOn')} required />
            </ActDrawer>
          </>
        );
      }}
    </LoadState>
  );
}
