import './staff.css';
import type { ConnectionStatus } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Progress, Select, Table, Tag } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { SearchField } from '../office/list/SearchField.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { ActDrawer } from './ActDrawer.tsx';
import { fetchConnections, reportConnection } from './calls.ts';
import { asDate, dateText } from './dates.ts';
import { TextField } from './fields.tsx';

type Commune = ConnectionStatus['communes'][number];
const tone = { none: 'red', oneWay: 'gold', surveyed: 'blue', connected: 'green' } as const;
const fields = ['line', 'terminal', 'display', 'audio', 'power'] as const;

/** State of connection of every commune, coverage of every district; what nobody reported is marked. */
export function ConnectionsPage() {
  const t = useText();
  const [{ tim, loc: district }, change] = useListFilter();
  const [reported, setReported] = useState<Commune | null>(null);
  const query = useQuery({ queryKey: ['staff', 'connections'], queryFn: fetchConnections });
  const { data } = query;
  const columns = useColumns(setReported);
  return (
    <OfficePage
      title={t('cnx.title')}
      subtitle={data?.to ? t('cnx.subtitle', { to: data.to }) : ''}
      actions={
        <Button href="/api/connection-status.csv" download="hien-trang-ket-noi.csv">
          {t('con.csv')}
        </Button>
      }
    >
      <LoadState query={query}>
        {({ to, communes, districts }) => (
          <>
            {to === null && (
              <Alert type="info" showIcon title={t('cnx.notAsked')} style={{ marginBottom: 16 }} />
            )}
            <div className="stf-bar">
              <SearchField label={t('cnx.search')} />
            </div>
            <div className="stf-two" style={{ gridTemplateColumns: '380px minmax(0, 1fr)' }}>
              <Table
                size="small"
                rowKey="districtId"
                dataSource={districts}
                pagination={false}
                onRow={({ districtId }) => ({
                  onClick: () => change({ loc: districtId === district ? undefined : districtId }),
                  style: { cursor: 'pointer', fontWeight: districtId === district ? 600 : 400 },
                })}
                columns={[
                  { key: 'name', title: t('cnx.district'), dataIndex: 'name' },
                  {
                    key: 'percent',
                    title: t('cnx.coverage'),
                    width: 170,
                    render: (_, { percent, twoWay, communes: all, missing }) => (
                      <>
                        <Progress
                          percent={percent}
                          size="small"
                          format={() => `${twoWay}/${all}`}
                          aria-label={t('cnx.coverage')}
                        />
                        {missing > 0 && <span className="muted">{t('cnx.missingN', { n: missing })}</span>}
                      </>
                    ),
                  },
                ]}
              />
              <Table<Commune>
                size="small"
                rowKey="organisationId"
                dataSource={communes.filter(
                  ({ districtId, districtName, name }) =>
                    (district === undefined || districtId === district) && matches(tim, name, districtName),
                )}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                columns={columns}
              />
            </div>
          </>
        )}
      </LoadState>
      <ReportDrawer reported={reported} onClose={() => setReported(null)} />
    </OfficePage>
  );
}

function useColumns(onReport: (one: Commune) => void): ColumnsType<Commune> {
  const t = useText();
  const orMissing = (value: string | null) => value ?? <span className="muted">{t('cnx.unknown')}</span>;
  return [
    {
      key: 'name',
      title: t('cnx.commune'),
      render: (_, { name, districtName, siteId }) => (
        <>
          {name}
          <div className="muted">{siteId === null ? t('cnx.noSite') : districtName}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('cnx.state'),
      width: 150,
      render: (_, { state, testedOn }) => (
        <>
          {state === null ? (
            <Tag>{t('cnx.unknown')}</Tag>
          ) : (
            <Tag color={tone[state]}>{t(`cnx.state.${state}`)}</Tag>
          )}
          {testedOn !== null && <div className="muted">{dateText(testedOn)}</div>}
        </>
      ),
    },
    { key: 'line', title: t('cnx.line'), render: (_, { line }) => orMissing(line) },
    { key: 'terminal', title: t('cnx.terminal'), render: (_, { terminal }) => orMissing(terminal) },
    { key: 'power', title: t('cnx.power'), render: (_, { power }) => orMissing(power) },
    {
      key: 'act',
      width: 100,
      render: (_, one) =>
        one.mayReport && (
          <Button size="small" onClick={() => onReport(one)}>
            {t('cnx.report')}
          </Button>
        ),
    },
  ];
}

function ReportDrawer({ reported, onClose }: { reported: Commune | null; onClose: () => void }) {
  const t = useText();
  const known = Object.fromEntries(fields.map((field) => [field, reported?.[field] ?? '']));
  return (
    <ActDrawer<{
      state?: string;
      line?: string;
      terminal?: string;
      display?: string;
      audio?: string;
      power?: string;
      surveyedOn?: Dayjs | null;
      testedOn?: Dayjs | null;
    }>
      title={reported?.name ?? ''}
      isOpen={reported !== null}
      onClose={onClose}
      initial={{
        ...known,
        ...(reported?.state ? { state: reported.state } : {}),
        ...(reported?.testedOn ? { testedOn: dayjs(reported.testedOn) } : {}),
      }}
      act={({ surveyedOn, testedOn, ...values }) =>
        reportConnection(reported?.siteId ?? '', {
          ...values,
          surveyedOn: asDate(surveyedOn),
          testedOn: asDate(testedOn),
        })
      }
    >
      <Form.Item name="state" label={t('cnx.state')} rules={[{ required: true }]}>
        <Select
          options={(['none', 'oneWay', 'surveyed', 'connected'] as const).map((value) => ({
            value,
            label: t(`cnx.state.${value}`),
          }))}
        />
      </Form.Item>
      {fields.map((field) => (
        <TextField key={field} name={field} label={t(`cnx.${field}`)} />
      ))}
      <DateItem name="surveyedOn" label={t('cnx.surveyedOn')} />
      <DateItem name="testedOn" label={t('cnx.testedOn')} />
    </ActDrawer>
  );
}
