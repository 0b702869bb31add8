import type { Roster } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Popconfirm, Select, Tag } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { DateItem } from '../ui/DateItem.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { handsAt, handsNow, pickedInstant } from '../ui/zone.ts';
import { ActDrawer } from './ActDrawer.tsx';
import { Articles } from './Articles.tsx';
import { addShift, fetchRoster, removeShift } from './calls.ts';
import { useDutyName } from './fields.tsx';

const DAY_MS = 86_400_000;
const days = [0, 1, 2, 3, 4, 5, 6];

/** The week of one unit, a lane for each day; gaps are red. */
export function RosterWeek({ organisationId, from }: { organisationId: string; from: number }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: ['staff', 'roster', organisationId, from],
    queryFn: () => fetchRoster(organisationId, from, from + 7 * DAY_MS),
  });
  return (
    <LoadState query={query}>
      {(roster) => (
        <section className="stf-panel" aria-label={roster.organisationName}>
          <header>
            <h2>{roster.organisationName}</h2>
            <span>
              <Articles cite={roster.obliged} />{' '}
              <Tag color={roster.gaps.length === 0 ? 'green' : 'red'}>
                {roster.gaps.length === 0
                  ? t('roster.full')
                  : t('roster.covered', { percent: roster.coveredPercent })}
              </Tag>{' '}
              {roster.now.length === 0
                ? t('roster.nobody')
                : t('roster.now', {
                    names: roster.now
                      .map(({ name, telephone }) => `${name} (${telephone ?? '–'})`)
                      .join(', '),
                  })}{' '}
              {roster.mayChange && (
                <Button type="primary" onClick={() => setAdding(true)}>
                  {t('roster.add')}
                </Button>
              )}
            </span>
          </header>
          <div className="stf-hours" aria-hidden>
            {[0, 6, 12, 18, 24].map((hour) => (
              <span key={hour}>{`${hour}:00`}</span>
            ))}
          </div>
          <div className="stf-week">
            {days.map((day) => (
              <Day key={day} roster={roster} from={from + day * DAY_MS} />
            ))}
          </div>
          <ShiftDrawer roster={roster} from={from} isOpen={adding} onClose={() => setAdding(false)} />
        </section>
      )}
    </LoadState>
  );
}

const clock = (at: number) => handsAt(at).format('HH:mm');

function Day({ roster, from }: { roster: Roster; from: number }) {
  const t = useText();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: removeShift,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
  const to = from + DAY_MS;
  const placed = (start: number, end: number) => ({
    left: `${((Math.max(start, from) - from) / DAY_MS) * 100}%`,
    width: `${((Math.min(end, to) - Math.max(start, from)) / DAY_MS) * 100}%`,
  });
  const isToday = handsAt(from).isSame(handsNow(), 'day');
  return (
    <div className={isToday ? 'stf-day today' : 'stf-day'}>
      <span>{handsAt(from).format('dd DD/MM')}</span>
      <div className="stf-lane">
        {roster.gaps
          .filter((gap) => gap.from < to && gap.to > from)
          .map((gap) => (
            <span
              key={gap.from}
              className="stf-gap"
              style={placed(gap.from, gap.to)}
              title={t('roster.gap', {
                from: clock(Math.max(gap.from, from)),
                to: clock(Math.min(gap.to, to)),
              })}
            >
              {spanOf(Math.min(gap.to, to) - Math.max(gap.from, from), t)}
            </span>
          ))}
        {roster.shifts
          .filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from)
          .map(({ shiftId, name, telephone, startsAt, endsAt }) => (
            <Popconfirm
              key={shiftId}
              title={t('roster.remove')}
              description={`${name} (${telephone ?? '–'}), ${clock(startsAt)}–${clock(endsAt)}`}
              okText={t('roster.remove')}
              cancelText={t('staff.cancel')}
              disabled={!roster.mayChange}
              onConfirm={() => remove.mutate(shiftId)}
            >
              <button
                type="button"
                className="stf-shift"
                style={placed(startsAt, endsAt)}
                title={`${name} ${telephone ?? ''}`}
              >
                {`${clock(startsAt)}–${clock(endsAt)} ${name}`}
              </button>
            </Popconfirm>
          ))}
      </div>
      <FailureText code={codeOf(remove.error)} />
    </div>
  );
}

const spanOf = (ms: number, t: ReturnType<typeof useText>): string =>
  t('roster.gapOf', {
    span: t('roster.hours', { h: Math.floor(ms / 3_600_000), m: Math.round((ms % 3_600_000) / 60_000) }),
  });

function ShiftDrawer({
  roster,
  from,
  isOpen,
  onClose,
}: {
  roster: Roster;
  from: number;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const dutyName = useDutyName();
  const gap = roster.gaps[0];
  const begin = handsAt(gap?.from ?? from);
  const end = handsAt(gap ? Math.min(gap.to, gap.from + DAY_MS / 3) : from + DAY_MS / 3);
  return (
    <ActDrawer<{ personId: string; startsAt: Dayjs; endsAt: Dayjs }>
      title={t('roster.add')}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ startsAt: begin, endsAt: end }}
      act={({ personId, startsAt, endsAt }) =>
        addShift({ personId, startsAt: pickedInstant(startsAt), endsAt: pickedInstant(endsAt) })
      }
    >
      <Form.Item name="personId" label={t('roster.person')} rules={[{ required: true }]}>
        <Select
          options={roster.people.map(({ personId, name, duty }) => ({
            value: personId,
            label: `${name} – ${dutyName(duty)}`,
          }))}
        />
      </Form.Item>
      <DateItem name="startsAt" label={t('roster.begin')} entry="moment" required />
      <DateItem name="endsAt" label={t('roster.end')} entry="moment" after="startsAt" required />
    </ActDrawer>
  );
}
