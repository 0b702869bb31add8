import './schedule.css';
import type { LocalUseList } from '@nhipcau/contracts';
import { mayEver } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm, Table, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { ExportButton } from '../office/list/ExportButton.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage, useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { PeriodInput } from '../ui/PeriodInput.tsx';
import { handsNow, pickedInstant } from '../ui/zone.ts';
import { BackToCalendar } from './BackToCalendar.tsx';
import { BookRoomDrawer } from './BookRoomDrawer.tsx';
import { fetchLocalUses, releaseLocalUse } from './calls.ts';
import { spanWords } from './time-words.ts';

const SHOWN_DAYS = 30;
const tone = { booked: 'blue', displaced: 'orange', released: 'default' } as const;

/** Rooms taken for something that is no conference: who has them when, booking, giving back. */
export function LocalUsesPage() {
  const t = useText();
  const session = useSession().data;
  const [isBooking, setBooking] = useState(false);
  const mayBook = session && mayEver(session.grants, 'registration.write');
  return (
    <OfficePage
      title={t('schedule.local.title')}
      subtitle={<BackToCalendar about={t('schedule.local.subtitle')} />}
      actions={
        mayBook && (
          <Button type="primary" onClick={() => setBooking(true)}>
            {t('schedule.local.book')}
          </Button>
        )
      }
    >
      <Uses />
      {isBooking && <BookRoomDrawer onClose={() => setBooking(false)} />}
    </OfficePage>
  );
}

function Uses() {
  const { t, language } = useLanguage();
  const { tu, den } = useSearch({ from: '/lich/dat-phong' });
  const navigate = useNavigate({ from: '/lich/dat-phong' });
  const first = (tu === undefined ? handsNow() : dayjs(tu)).startOf('day');
  const last = den === undefined ? first.add(SHOWN_DAYS, 'day') : dayjs(den);
  const [from, to] = [pickedInstant(first), pickedInstant(last.add(1, 'day'))];
  const query = useQuery({
    queryKey: ['schedule', 'local-uses', from, to],
    queryFn: ({ signal }) => fetchLocalUses(from, to, signal),
    placeholderData: (before) => before,
  });
  return (
    <>
      <div className="schedule-toolbar">
        <PeriodInput
          label={t('schedule.local.period')}
          value={{ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') }}
          onChange={(days) =>
            days.from !== null &&
            days.to !== null &&
            void navigate({ search: { tu: days.from, den: days.to }, replace: true })
          }
        />
        <ExportButton
          name="dat-phong"
          rows={query.data?.uses ?? []}
          columns={[
            { title: t('schedule.local.when'), cell: ({ start, end }) => spanWords(start, end, language) },
            { title: t('staff.col.site'), cell: ({ siteName }) => siteName },
            { title: t('schedule.local.room'), cell: ({ roomName }) => roomName },
            { title: t('schedule.local.for'), cell: ({ title }) => title },
            { title: t('dir.organisation'), cell: ({ ownerName }) => ownerName },
            { title: t('schedule.local.state'), cell: ({ state }) => t(`schedule.local.state.${state}`) },
          ]}
        />
      </div>
      <LoadState query={query} isEmpty={({ uses }) => uses.length === 0} empty={t('schedule.local.none')}>
        {({ uses }) => <UseTable uses={uses} />}
      </LoadState>
    </>
  );
}

function UseTable({ uses }: Pick<LocalUseList, 'uses'>) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const release = useMutation({
    mutationFn: releaseLocalUse,
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedule'] }),
  });
  return (
    <>
      <FailureText code={codeOf(release.error)} />
      <Table
        size="middle"
        rowKey="localUseId"
        dataSource={[...uses]}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        columns={[
          { title: t('schedule.local.when'), render: (_, { start, end }) => spanWords(start, end, language) },
          {
            title: t('schedule.local.room'),
            render: (_, { roomName, siteName }) => (
              <>
                <strong>{siteName}</strong>
                <br />
                <span className="muted">{roomName}</span>
              </>
            ),
          },
          { title: t('schedule.local.for'), dataIndex: 'title' },
          { title: t('dir.organisation'), dataIndex: 'ownerName' },
          {
            title: t('schedule.local.state'),
            render: (_, { state }) => <Tag color={tone[state]}>{t(`schedule.local.state.${state}`)}</Tag>,
          },
          {
            render: (_, { localUseId, mayRelease, title }) =>
              mayRelease && (
                <Popconfirm
                  title={t('schedule.local.releaseSure')}
                  okText={t('schedule.local.release')}
                  cancelText={t('schedule.move.cancel')}
                  onConfirm={() => release.mutate(localUseId)}
                >
                  <Button aria-label={t('schedule.local.releaseOf', { title })}>
                    {t('schedule.local.release')}
                  </Button>
                </Popconfirm>
              ),
          },
        ]}
      />
    </>
  );
}
