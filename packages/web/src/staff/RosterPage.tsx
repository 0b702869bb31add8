import './staff.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { folded } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { handsAt, handsNow, pickedInstant } from '../ui/zone.ts';
import { fetchRosterUnits } from './calls.ts';
import { dateText } from './dates.ts';
import { RosterWeek } from './RosterWeek.tsx';

const DAY_MS = 86_400_000;

/** Weeks of offices begin on Monday, whatever the language. */
const monday = (): number =>
  pickedInstant(
    handsNow()
      .startOf('day')
      .subtract((handsNow().day() + 6) % 7, 'day'),
  );

/** Who is on duty around the clock, week by week; unit and week stand in the address. */
export function RosterPage() {
  const t = useText();
  const { donVi, tuan } = useSearch({ from: '/nhan-su/truc' });
  const navigate = useNavigate({ from: '/nhan-su/truc' });
  const [thisWeek] = useState(() => monday());
  const from = tuan ?? thisWeek;
  const to = from + 7 * DAY_MS;
  const query = useQuery({
    queryKey: ['staff', 'roster-units', from],
    queryFn: () => fetchRosterUnits(from, to),
  });
  const go = (week: number) => void navigate({ search: (now) => ({ ...now, tuan: week }) });
  const unit = donVi ?? query.data?.units[0]?.organisationId;
  return (
    <OfficePage title={t('roster.title')} subtitle={t('roster.subtitle')}>
      <LoadState query={query} isEmpty={({ units }) => units.length === 0} empty={t('roster.noUnits')}>
        {({ units }) => (
          <>
            <div className="stf-bar">
              <Select
                style={{ width: 380 }}
                aria-label={t('roster.unit')}
                value={unit ?? null}
                placeholder={t('roster.choose')}
                showSearch={{
                  filterOption: (typed, option) =>
                    folded(String(option?.title ?? '')).includes(folded(typed)),
                }}
                onChange={(chosen) => void navigate({ search: (now) => ({ ...now, donVi: chosen }) })}
                options={units.map(({ organisationId, name, coveredPercent, gapMinutes }) => ({
                  value: organisationId,
                  title: name,
                  label: (
                    <>
                      {name}{' '}
                      <Tag color={gapMinutes === 0 ? 'green' : 'red'}>
                        {gapMinutes === 0
                          ? t('roster.full')
                          : t('roster.covered', { percent: coveredPercent })}
                      </Tag>
                    </>
                  ),
                }))}
              />
              <Button onClick={() => go(from - 7 * DAY_MS)}>{t('roster.previous')}</Button>
              <strong>
                {t('roster.week', {
                  from: dateText(handsAt(from).format('YYYY-MM-DD')),
                  to: dateText(dayjs(to - DAY_MS).format('YYYY-MM-DD')),
                })}
              </strong>
              <Button onClick={() => go(from + 7 * DAY_MS)}>{t('roster.next')}</Button>
              {from !== thisWeek && <Button onClick={() => go(thisWeek)}>{t('roster.today')}</Button>}
              <ExportButton
                name="truc-theo-don-vi"
                rows={units}
                columns={[
                  { title: t('roster.unit'), cell: ({ name }) => name },
                  { title: t('roster.from'), cell: () => handsAt(from).format('DD/MM/YYYY') },
                  { title: t('roster.coveredShare'), cell: ({ coveredPercent }) => coveredPercent },
                  { title: t('roster.gaps'), cell: ({ gapMinutes }) => gapMinutes },
                ]}
              />
            </div>
            {unit !== undefined && <RosterWeek organisationId={unit} from={from} />}
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}
