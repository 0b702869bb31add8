import { LineNetwork, LineProtection, LineUse, LocalDate, type SiteLines } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Checkbox, Form, InputNumber, Table, Tag } from 'antd';
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
import { fetchLines, recordLine } from './calls.ts';
import { ChoiceField } from './RegisterDrawer.tsx';

const GAPS = 'con-thieu';
type Line = NonNullable<SiteLines['main']>;

interface LineFields {
  readonly use: LineUse;
  readonly network: LineNetwork;
  readonly provider: string;
  readonly mbps: number;
  readonly protection: LineProtection;
  readonly mark: number | null;
  readonly since: Dayjs;
  readonly note?: string;
}

/** By what each site is connected, with which priority, and what of it is not as the text has it. */
export function LineTable() {
  const t = useText();
  const [{ tim, loc }, change] = useListFilter();
  const [editing, setEditing] = useState<SiteLines | null>(null);
  const query = useQuery({ queryKey: ['site-lines'], queryFn: fetchLines });
  const lineText = ({ network, provider, bandwidthKbps }: Line): string =>
    t('asset.line.words', {
      network: t(`asset.line.network.${network}`),
      provider,
      bandwidth: (bandwidthKbps / 1000).toLocaleString('vi-VN'),
    });
  return (
    <LoadState query={query}>
      {({ sites, asked, nodes }) => {
        const rows = sites.filter(
          ({ siteName, organisationName, gaps }) =>
            matches(tim, siteName, organisationName) && (loc !== GAPS || gaps.length > 0),
        );
        const known = editing?.main ?? null;
        return (
          <>
            <div className="asset-rules">
              {asked === null ? (
                <span>{t('asset.line.noRule')}</span>
              ) : (
                <span>
                  {t('asset.line.asked', {
                    networks: asked.networks.map((one) => t(`asset.line.network.${one}`)).join(', '),
                  })}{' '}
                  <Articles cite={asked.network} />
                </span>
              )}
              {asked?.protection && (
                <span>
                  {asked.protection.label} <Articles cite={asked.protection.cite} />
                </span>
              )}
              {nodes.map(({ nodeId, name, mark }) => (
                <span key={nodeId}>
                  {mark === null
                    ? t('asset.line.nodeUnmarked', { name })
                    : t('asset.line.nodeMark', { name, mark })}
                </span>
              ))}
            </div>
            <ListTools
              search={t('asset.searchSites')}
              file={{
                name: 'duong-truyen',
                rows,
                columns: [
                  { title: t('asset.site'), cell: ({ siteName }) => siteName },
                  { title: t('asset.unit'), cell: ({ organisationName }) => organisationName },
                  { title: t('asset.line.main'), cell: ({ main }) => main && lineText(main) },
                  {
                    title: t('asset.line.protection'),
                    cell: ({ main }) => main && t(`asset.line.protection.${main.protection}`),
                  },
                  { title: t('asset.line.mark'), cell: ({ main }) => main?.mark ?? null },
                  { title: t('asset.line.wanted'), cell: ({ priority }) => priority?.mark ?? null },
                  { title: t('asset.line.backup'), cell: ({ backup }) => backup && lineText(backup) },
                  {
                    title: t('asset.line.gaps'),
                    cell: ({ gaps }) => gaps.map((gap) => t(`asset.line.gap.${gap}`)).join('; '),
                  },
                ],
              }}
            >
              <Checkbox
                checked={loc === GAPS}
                onChange={({ target }) => change({ loc: target.checked ? GAPS : undefined })}
              >
                {t('asset.line.onlyGaps')}
              </Checkbox>
            </ListTools>
            <Table<SiteLines>
              size="middle"
              rowKey="siteId"
              dataSource={rows}
              pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 900 }}
              columns={[
                {
                  title: t('asset.site'),
                  width: 250,
                  render: (_, { siteName, organisationName }) => (
                    <span className="asset-name">
                      {siteName}
                      <small>{organisationName}</small>
                    </span>
                  ),
                },
                {
                  title: t('asset.line.main'),
                  render: (_, { main, backup }) => (
                    <span className="asset-name">
                      {main ? lineText(main) : t('asset.line.none')}
                      {main && (
                        <small>
                          {t(`asset.line.protection.${main.protection}`)}
                          {` · ${t('asset.line.since', { day: dateText(main.since) })}`}
                          {main.note !== null && ` · ${main.note}`}
                        </small>
                      )}
                      {backup && <small>{`${t('asset.line.backup')}: ${lineText(backup)}`}</small>}
                    </span>
                  ),
                },
                {
                  title: t('asset.line.mark'),
                  width: 210,
                  render: (_, { main, priority }) => (
                    <span className="asset-name">
                      {main?.mark ?? '–'}
                      {priority && (
                        <small title={priority.note ?? undefined}>
                          {t('asset.line.byRule', { mark: priority.mark })} <Articles cite={priority.cite} />
                        </small>
                      )}
                    </span>
                  ),
                },
                {
                  title: t('asset.line.gaps'),
                  width: 190,
                  render: (_, { gaps }) =>
                    gaps.length === 0 ? (
                      <Tag color="green">{t('asset.line.fine')}</Tag>
                    ) : (
                      gaps.map((gap) => (
                        <Tag key={gap} color={gap === 'unprotected' ? 'red' : 'orange'}>
                          {t(`asset.line.gap.${gap}`)}
                        </Tag>
                      ))
                    ),
                },
                {
                  title: '',
                  align: 'right',
                  width: 110,
                  render: (_, site) =>
                    site.mayWrite && (
                      <Button size="small" onClick={() => setEditing(site)}>
                        {t('asset.line.record')}
                      </Button>
                    ),
                },
              ]}
            />
            <ActDrawer<LineFields>
              title={`${t('asset.line.record')}: ${editing?.siteName ?? ''}`}
              isOpen={editing !== null}
              onClose={() => setEditing(null)}
              initial={{
                use: 'main',
                network: known?.network ?? asked?.networks[0] ?? 'tslcd',
                provider: known?.provider ?? '',
                mbps: (known?.bandwidthKbps ?? 10_000) / 1000,
                protection: known?.protection ?? 'none',
                mark: known?.mark ?? editing?.priority?.mark ?? null,
                since: handsNow(),
              }}
              act={({ mbps, since, note, mark, ...line }) =>
                recordLine(editing?.siteId ?? '', {
                  ...line,
                  mark: mark ?? null,
                  bandwidthKbps: Math.round(mbps * 1000),
                  since: LocalDate.parse(asDate(since) ?? today()),
                  note: note ?? null,
                })
              }
            >
              <ChoiceField
                name="use"
                label={t('asset.line.use')}
                options={LineUse.options.map((value) => ({ value, label: t(`asset.line.${value}`) }))}
              />
              <ChoiceField
                name="network"
                label={t('asset.line.network')}
                options={LineNetwork.options.map((value) => ({
                  value,
                  label: t(`asset.line.network.${value}`),
                }))}
              />
              <TextField name="provider" label={t('asset.line.provider')} required />
              <Form.Item name="mbps" label={t('asset.line.bandwidth')} rules={[{ required: true }]}>
                <InputNumber min={0.064} max={100_000} decimalSeparator="," />
              </Form.Item>
              <ChoiceField
                name="protection"
                label={t('asset.line.protection')}
                options={LineProtection.options.map((value) => ({
                  value,
                  label: t(`asset.line.protection.${value}`),
                }))}
              />
              {asked?.protection && <Alert type="info" showIcon title={asked.protection.label} />}
              <Form.Item name="mark" label={t('asset.line.mark')} extra={t('asset.line.markHelp')}>
                <InputNumber min={0} max={63} precision={0} />
              </Form.Item>
              <DateItem name="since" label={t('asset.line.sinceDay')} required />
              <TextField name="note" label={t('asset.line.note')} />
            </ActDrawer>
          </>
        );
      }}
    </LoadState>
  );
}
