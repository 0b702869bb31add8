import type { InspectionDue, InspectionFinding, InspectionList, SiteInspection } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { Articles } from '../staff/Articles.tsx';
import { dateText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchInspections } from './calls.ts';
import { CloseFindingDrawer, InspectDrawer } from './InspectionDrawers.tsx';

const DUE = 'den-han';

/** Which sites are to be looked at, what was found, what is still to be mended. */
export function InspectionPanel() {
  const t = useText();
  const query = useQuery({ queryKey: ['site-inspections'], queryFn: fetchInspections });
  return (
    <LoadState query={query}>
      {(list) =>
        list.rules.length === 0 && list.inspections.length === 0 ? (
          <p className="muted">{t('asset.noInspectionRule')}</p>
        ) : (
          <>
            <div className="asset-rules">
              {list.rules.map(({ kind, label, by, everyMonths, cite, note }) => (
                <span key={kind} title={note ?? undefined}>
                  {`${label}: ${by}, ${t('asset.everyMonths', { months: everyMonths })}`}{' '}
                  <Articles cite={cite} />
                </span>
              ))}
            </div>
            <Sites list={list} />
            <Inspections inspections={list.inspections} />
          </>
        )
      }
    </LoadState>
  );
}

function Sites({ list }: { list: InspectionList }) {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const [inspected, setInspected] = useState<InspectionDue | null>(null);
  const [kind = list.rules[0]?.kind, setKind] = useState<string>();
  const rows = list.sites.filter(
    (site) =>
      site.kind === kind &&
      matches(tim, site.siteName) &&
      (loc !== DUE || site.isDue || site.openFindings > 0),
  );
  return (
    <>
      <ListTools
        search={t('asset.searchSites')}
        file={{
          name: 'kiem-tra',
          rows,
          columns: [
            { title: t('asset.site'), cell: ({ siteName }) => siteName },
            { title: t('asset.inspection'), cell: ({ label }) => label },
            { title: t('asset.lastOn'), cell: ({ lastOn }) => lastOn && dateText(lastOn) },
            { title: t('asset.dueOn'), cell: ({ dueOn }) => dueOn && dateText(dueOn) },
            { title: t('asset.unmet'), cell: ({ unmet }) => unmet.join('; ') },
            { title: t('asset.openFindings'), cell: ({ openFindings }) => openFindings },
          ],
        }}
      >
        {list.rules.length > 1 && (
          <Select
            aria-label={t('asset.inspection')}
            style={{ minWidth: 260 }}
            value={kind ?? null}
            onChange={(value) => setKind(value ?? undefined)}
            options={list.rules.map((rule) => ({ value: rule.kind, label: rule.label }))}
          />
        )}
        <Checkbox
          checked={loc === DUE}
          onChange={({ target }) => change({ loc: target.checked ? DUE : undefined })}
        >
          {t('asset.onlyOpen')}
        </Checkbox>
      </ListTools>
      <Table<InspectionDue>
        size="middle"
        rowKey="siteId"
        dataSource={rows}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 700 }}
        columns={[
          { title: t('asset.site'), dataIndex: 'siteName' },
          {
            title: t('asset.dueOn'),
            render: (_, { dueOn, isDue, lastOn }) => (
              <span className="asset-name">
                <span>
                  {dueOn === null ? t('asset.neverInspected') : dateText(dueOn)}{' '}
                  {isDue && <Tag color="red">{t('asset.isDue')}</Tag>}
                </span>
                {lastOn !== null && <small>{t('asset.lastDone', { date: dateText(lastOn) })}</small>}
              </span>
            ),
          },
          {
            title: t('asset.unmet'),
            render: (_, { unmet, openFindings }) => (
              <span className="asset-name">
                {unmet.map((label) => (
                  <span key={label}>{label}</span>
                ))}
                {openFindings > 0 && <small>{t('asset.openCount', { count: openFindings })}</small>}
              </span>
            ),
          },
          {
            title: '',
            align: 'right',
            width: 140,
            render: (_, site) =>
              list.mayInspect && (
                <Button size="small" onClick={() => setInspected(site)}>
                  {t('asset.inspect')}
                </Button>
              ),
          },
        ]}
      />
      <InspectDrawer
        site={inspected}
        rule={list.rules.find((rule) => rule.kind === inspected?.kind) ?? null}
        onClose={() => setInspected(null)}
      />
    </>
  );
}

function Inspections({ inspections }: { inspections: readonly SiteInspection[] }) {
  const t = useText();
  const [closing, setClosing] = useState<InspectionFinding | null>(null);
  if (inspections.length === 0) return null;
  return (
    <section className="stf-panel">
      <h2>{t('asset.inspections')}</h2>
      <Table<SiteInspection>
        size="small"
        rowKey="inspectionId"
        dataSource={[...inspections]}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 760 }}
        columns={[
          {
            title: t('asset.inspection'),
            render: (_, { siteName, label, on, inspectors, document, isAdHoc }) => (
              <span className="asset-name">
                {siteName}
                <small>
                  {[label, isAdHoc ? t('asset.adHoc') : null, dateText(on), inspectors, document]
                    .filter((word) => word !== null)
                    .join(' · ')}
                </small>
              </span>
            ),
          },
          {
            title: t('asset.result'),
            render: (_, { results }) => (
              <span className="asset-tags">
                {results.map(({ label, met, words }) => (
                  <Tag key={label} color={met ? 'green' : 'red'} title={words ?? undefined}>
                    {label}
                  </Tag>
                ))}
              </span>
            ),
          },
          {
            title: t('asset.findings'),
            render: (_, { findings }) => (
              <span className="asset-name">
                {findings.map((finding) => (
                  <span key={finding.findingId}>
                    {finding.words}{' '}
                    {finding.closedOn === null ? (
                      <>
                        {finding.dueOn !== null && (
                          <Tag color={finding.isLate ? 'red' : 'gold'}>{dateText(finding.dueOn)}</Tag>
                        )}
                        {finding.mayClose && (
                          <Button size="small" onClick={() => setClosing(finding)}>
                            {t('asset.closeFinding')}
                          </Button>
                        )}
                      </>
                    ) : (
                      <small>{`${finding.remedy ?? ''} (${dateText(finding.closedOn)})`}</small>
                    )}
                  </span>
                ))}
              </span>
            ),
          },
        ]}
      />
      <CloseFindingDrawer finding={closing} onClose={() => setClosing(null)} />
    </section>
  );
}
