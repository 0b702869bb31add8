import './directory.css';
import type { ReformPreview } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Input, Popconfirm, Table, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { Counts } from './Counts.tsx';
import { fetchReforms, previewReform, scheduleReform, withdrawReform } from './calls.ts';
import { FaultTable } from './FaultTable.tsx';
import { FileDrop } from './FileDrop.tsx';
import { DOT, dayText } from './words.ts';

/** A decree's mapping sheet: looked at, laid down for its day, taken back until then. */
export function ReformPage() {
  const t = useText();
  return (
    <OfficePage title={t('reform.title')} subtitle={t('reform.subtitle')}>
      <div className="dir-wizard">
        <NewReform />
        <Reforms />
      </div>
    </OfficePage>
  );
}

function NewReform() {
  const t = useText();
  const queries = useQueryClient();
  const look = useMutation({ mutationFn: (file: File) => previewReform(file) });
  const schedule = useMutation({
    mutationFn: scheduleReform,
    onSuccess: () => {
      look.reset();
      return queries.invalidateQueries();
    },
  });
  return (
    <Card
      title={look.data?.fileName ?? t('reform.new')}
      extra={look.data && <Button onClick={() => look.reset()}>{t('import.another')}</Button>}
    >
      <FailureText code={codeOf(look.error) ?? codeOf(schedule.error)} />
      {look.data ? (
        <Preview
          preview={look.data}
          isBusy={schedule.isPending}
          onSchedule={(name) => schedule.mutate({ batchId: look.data.batchId, name })}
        />
      ) : (
        <>
          <FileDrop busy={look.isPending ? look.variables.name : null} onFile={(file) => look.mutate(file)} />
          <p className="muted">{t('reform.columns')}</p>
        </>
      )}
    </Card>
  );
}

function Preview({
  preview,
  isBusy,
  onSchedule,
}: {
  preview: ReformPreview;
  isBusy: boolean;
  onSchedule: (name: string) => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { effects, faultCount, faults, changes, meetings, effectiveOn, decree } = preview;
  const [name, setName] = useState(decree ?? '');
  return (
    <>
      {effectiveOn !== null && (
        <p>
          <Tag color="blue">{t('reform.effective', { day: dayText(effectiveOn) })}</Tag> {decree}
        </p>
      )}
      <Counts
        counts={[
          { text: 'reform.created', value: effects.created },
          { text: 'reform.renamed', value: effects.renamed },
          { text: 'reform.moved', value: effects.moved },
          { text: 'reform.ended', value: effects.ended },
          { text: 'reform.sites', value: effects.sites },
          { text: 'reform.accounts', value: effects.accounts },
          { text: 'reform.staff', value: effects.staff },
          { text: 'reform.meetings', value: effects.openMeetings, isBad: true },
        ]}
      />
      <FaultTable faults={faults} count={faultCount} />
      {meetings.length > 0 && (
        <ul>
          {meetings.map(({ title, startsAt }) => (
            <li key={`${title} ${startsAt}`}>
              {dateAndTime(startsAt, language)}
              {DOT}
              {title}
            </li>
          ))}
        </ul>
      )}
      {faultCount === 0 && (
        <>
          <p className="mark good">{t('reform.ready')}</p>
          <Changes changes={changes} />
          <div className="dir-bar">
            <Input
              className="dir-search"
              aria-label={t('reform.name')}
              placeholder={t('reform.name')}
              value={name}
              maxLength={300}
              onChange={({ target }) => setName(target.value)}
            />
            <Button
              type="primary"
              size="large"
              loading={isBusy}
              disabled={name.trim().length < 3 || effectiveOn === null}
              onClick={() => onSchedule(name.trim())}
            >
              {t('reform.schedule', { day: dayText(effectiveOn ?? '') })}
            </Button>
          </div>
        </>
      )}
    </>
  );
}

function Changes({ changes }: Pick<ReformPreview, 'changes'>) {
  const t = useText();
  return (
    <Table
      size="small"
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      dataSource={changes.map((change, index) => ({ ...change, key: index }))}
      columns={[
        { title: t('reform.changes'), width: 120, render: (_, { act }) => t(`reform.act.${act}`) },
        { title: t('dir.code'), dataIndex: 'code', width: 120 },
        { title: t('dir.name'), dataIndex: 'name' },
        { title: t('reform.becomes'), dataIndex: 'becomes' },
      ]}
    />
  );
}

const stateColour = { scheduled: 'gold', applied: 'blue', withdrawn: 'default' } as const;

function Reforms() {
  const t = useText();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['reforms'], queryFn: ({ signal }) => fetchReforms(signal) });
  const withdraw = useMutation({
    mutationFn: withdrawReform,
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <LoadState query={query} isEmpty={({ reforms }) => reforms.length === 0} empty={t('reform.none')}>
      {({ reforms }) => (
        <>
          <FailureText code={codeOf(withdraw.error)} />
          <Table
            rowKey="reformId"
            pagination={false}
            dataSource={reforms}
            columns={[
              { title: t('reform.name'), dataIndex: 'name' },
              { title: t('reform.decree'), dataIndex: 'decree' },
              {
                title: t('reform.effective', { day: '' }),
                render: (_, { effectiveOn }) => dayText(effectiveOn),
              },
              {
                title: t('dir.status'),
                render: (_, { state }) => <Tag color={stateColour[state]}>{t(`reform.state.${state}`)}</Tag>,
              },
              {
                render: (_, { state, reformId }) =>
                  state === 'scheduled' && (
                    <Popconfirm title={t('reform.withdrawSure')} onConfirm={() => withdraw.mutate(reformId)}>
                      <Button danger>{t('reform.withdraw')}</Button>
                    </Popconfirm>
                  ),
              },
            ]}
          />
        </>
      )}
    </LoadState>
  );
}
