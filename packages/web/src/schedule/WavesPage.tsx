import './schedule.css';
import type { RehearsalWave, WavePlan } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Card, Table, Tag } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { BackToCalendar } from './BackToCalendar.tsx';
import { fetchWaves } from './calls.ts';
import { MoveWaveDrawer } from './MoveWaveDrawer.tsx';
import { dayWords, spanWords, timeWords } from './time-words.ts';

/** Large meetings to come, rehearsed stage by stage, half day by half day. */
export function WavesPage() {
  const { t, language } = useLanguage();
  const query = useQuery({
    queryKey: ['schedule', 'waves'],
    queryFn: ({ signal }) => fetchWaves(signal),
  });
  return (
    <OfficePage
      title={t('schedule.waves.title')}
      subtitle={<BackToCalendar about={t('schedule.waves.subtitle')} />}
    >
      <LoadState query={query} isEmpty={({ plans }) => plans.length === 0} empty={t('schedule.waves.none')}>
        {({ plans, mayMove }) => (
          <>
            <ListTools
              file={{
                name: 'dot-chay-thu',
                rows: plans.flatMap(({ waves, ...plan }) => waves.map((wave) => ({ ...wave, plan }))),
                columns: [
                  { title: t('schedule.waves.file'), cell: ({ plan }) => plan.fileNumber },
                  {
                    title: t('schedule.waves.meeting'),
                    cell: ({ plan }) => plan.title ?? t('schedule.secret'),
                  },
                  { title: t('schedule.waves.stages'), cell: ({ stage, name }) => `${stage} ${name}` },
                  {
                    title: t('schedule.waves.who'),
                    cell: ({ groupName }) => groupName ?? t('schedule.waves.all'),
                  },
                  { title: t('dir.sites'), cell: ({ siteCount }) => siteCount },
                  {
                    title: t('schedule.local.when'),
                    cell: ({ start, end }) => spanWords(start, end, language),
                  },
                ],
              }}
            />
            {plans.map((plan) => (
              <Plan key={plan.meetingId} plan={plan} mayMove={mayMove} />
            ))}
          </>
        )}
      </LoadState>
    </OfficePage>
  );
}

function Plan({ plan, mayMove }: { plan: WavePlan; mayMove: boolean }) {
  const { t, language } = useLanguage();
  const [moving, setMoving] = useState<RehearsalWave | null>(null);
  const { meetingId, fileNumber, title, start, isFirm, siteCount, waves } = plan;
  const stages = [...new Set(waves.map(({ stage }) => stage))];
  return (
    <Card
      title={
        <Link to="/dang-ky/$meetingId" params={{ meetingId }}>
          {`${fileNumber} ${title ?? t('schedule.secret')}`}
        </Link>
      }
      extra={
        <Tag color={isFirm ? 'blue' : 'gold'}>{t(isFirm ? 'schedule.waves.firm' : 'schedule.asked')}</Tag>
      }
    >
      <p className="muted">
        {t('schedule.waves.when', {
          time: `${timeWords(start, language)} ${dayWords(start, language)}`,
          count: siteCount,
        })}
      </p>
      {stages.map((stage) => (
        <section key={stage} aria-label={t('schedule.waves.stage', { stage })}>
          <h3>
            {t('schedule.waves.stage', { stage })} {waves.find((wave) => wave.stage === stage)?.name}
          </h3>
          <Table
            size="small"
            rowKey={({ groupId }) => groupId ?? 'all'}
            dataSource={waves.filter((wave) => wave.stage === stage)}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            columns={[
              {
                title: t('schedule.waves.who'),
                render: (_, { groupName }) => groupName ?? t('schedule.waves.all'),
              },
              { title: t('dir.sites'), width: 120, dataIndex: 'siteCount' },
              {
                title: t('schedule.local.when'),
                render: (_, wave) => (
                  <>
                    {spanWords(wave.start, wave.end, language)}{' '}
                    {wave.isChosen && <Tag color="blue">{t('schedule.waves.chosen')}</Tag>}
                  </>
                ),
              },
              {
                width: 130,
                render: (_, wave) =>
                  mayMove && (
                    <Button
                      aria-label={t('schedule.waves.moveOf', {
                        name: wave.groupName ?? t('schedule.waves.all'),
                      })}
                      onClick={() => setMoving(wave)}
                    >
                      {t('schedule.waves.move')}
                    </Button>
                  ),
              },
            ]}
          />
        </section>
      ))}
      {moving !== null && (
        <MoveWaveDrawer meetingId={meetingId} wave={moving} onClose={() => setMoving(null)} />
      )}
    </Card>
  );
}
