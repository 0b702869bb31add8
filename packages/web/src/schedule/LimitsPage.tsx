import './schedule.css';
import { type CapacityLine, MOST_OF_SHARED } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, InputNumber, Table, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { BackToCalendar } from './BackToCalendar.tsx';
import { fetchCapacity, setCapacity } from './calls.ts';
import { amount } from './conflict-text.ts';
import { dateAt, dayStart, shiftDay } from './page-search.ts';
import { dayWords, timeWords } from './time-words.ts';

const DAYS_AHEAD = 30;

/** How many ports, streams and parallel sessions there are; bookings beyond them are refused. */
export function LimitsPage() {
  const t = useText();
  return (
    <OfficePage
      title={t('schedule.limits.title')}
      subtitle={<BackToCalendar about={t('schedule.limits.subtitle')} />}
    >
      <Limits />
    </OfficePage>
  );
}

function Limits() {
  const { t, language } = useLanguage();
  const today = dateAt(Date.now());
  const [from, to] = [dayStart(today), dayStart(shiftDay(today, DAYS_AHEAD))];
  const query = useQuery({
    queryKey: ['schedule', 'capacity', from, to],
    queryFn: ({ signal }) => fetchCapacity(from, to, signal),
  });
  return (
    <LoadState query={query} isEmpty={({ lines }) => lines.length === 0} empty={t('schedule.limits.none')}>
      {({ lines }) => (
        <>
          <ListTools
            file={{
              name: 'nang-luc',
              rows: lines,
              columns: [
                { title: t('schedule.limits.what'), cell: ({ name }) => name || t('schedule.sessions') },
                { title: t('schedule.limits.kind'), cell: ({ kind }) => t(`schedule.limits.${kind}`) },
                { title: t('schedule.limits.used', { days: DAYS_AHEAD }), cell: ({ asked }) => asked },
                { title: t('schedule.limits.firm'), cell: ({ firm }) => firm },
                {
                  title: t('schedule.limits.peakAt'),
                  cell: ({ peakAt }) =>
                    peakAt === null ? '' : `${timeWords(peakAt, language)}, ${dayWords(peakAt, language)}`,
                },
                { title: t('schedule.limits.there'), cell: ({ available }) => available },
              ],
            }}
          />
          <Table
            size="middle"
            rowKey={({ kind, resourceId }) => `${kind} ${resourceId}`}
            dataSource={[...lines]}
            pagination={{ pageSize: 100, hideOnSinglePage: true }}
            columns={[
              {
                title: t('schedule.limits.what'),
                render: (_, { kind, name }) => (
                  <>
                    <strong>{name || t('schedule.sessions')}</strong>{' '}
                    <Tag>{t(`schedule.limits.${kind}`)}</Tag>
                  </>
                ),
              },
              {
                title: t('schedule.limits.used', { days: DAYS_AHEAD }),
                render: (_, line) => <Used line={line} />,
              },
              { title: t('schedule.limits.there'), width: 340, render: (_, line) => <Limit line={line} /> },
            ]}
          />
        </>
      )}
    </LoadState>
  );
}

function Used({ line }: { line: CapacityLine }) {
  const { t, language } = useLanguage();
  const { asked, firm, available, peakAt } = line;
  const isOver = available !== null && asked > available;
  return (
    <>
      <span className={isOver ? 'mark bad' : ''}>
        {t('schedule.limits.peak', { firm: amount(firm, language), asked: amount(asked, language) })}
      </span>
      {peakAt !== null && (
        <small className="muted"> {`${timeWords(peakAt, language)}, ${dayWords(peakAt, language)}`}</small>
      )}
    </>
  );
}

/** The number of one thing; saved by Enter or the button, empty: not counted. */
function Limit({ line }: { line: CapacityLine }) {
  const t = useText();
  const queries = useQueryClient();
  const [value, setValue] = useState(line.available);
  const save = useMutation({
    mutationFn: () => setCapacity({ kind: line.kind, resourceId: line.resourceId, available: value }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['schedule'] }),
  });
  const isChanged = value !== line.available;
  const name = line.name || t('schedule.sessions');
  return (
    <form
      className="schedule-limit"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.mutate();
      }}
    >
      <InputNumber
        aria-label={t('schedule.limits.of', { name, what: t(`schedule.limits.${line.kind}`) })}
        min={0}
        max={MOST_OF_SHARED}
        precision={0}
        value={value}
        placeholder={t('schedule.limits.uncounted')}
        onChange={setValue}
      />
      <Button htmlType="submit" type="primary" disabled={!isChanged} loading={save.isPending}>
        {t('staff.save')}
      </Button>
      {save.isSuccess && !isChanged && (
        <span className="mark good" role="status">
          {t('schedule.limits.saved')}
        </span>
      )}
      <FailureText code={codeOf(save.error)} />
    </form>
  );
}
