import type { LossCause, LossClass, MeetingId, SiteLosses } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import type { TextKey } from '../text/catalogue.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText, timeOfDay } from '../ui/durations.ts';
import { fetchLosses } from './calls.ts';

const causeText = {
  notConnected: 'lossCause.notConnected',
  dropped: 'lossCause.dropped',
  linkDown: 'lossCause.linkDown',
} as const satisfies Record<LossCause, TextKey>;
const classTone = { none: 'default', short: 'gold', long: 'volcano', total: 'red' } as const;

/** When each site was without signal, why, and what that counts as (R-MON-04). */
export function LossTable({ meetingId }: { meetingId: MeetingId }) {
  const { t, language } = useLanguage();
  const query = useQuery({
    queryKey: ['lines', meetingId, 'losses'],
    queryFn: ({ signal }) => fetchLosses(meetingId, signal),
  });
  return (
    <LoadState
      query={query}
      isEmpty={({ sites }) => sites.every(({ lossClass }) => lossClass === 'none')}
      empty={t('lines.losses.none')}
    >
      {({ sites, longLossMinutes, article }) => {
        const classWords = (lossClass: LossClass): string =>
          lossClass === 'long'
            ? t('lossClass.long', { minutes: longLossMinutes ?? '' })
            : t(`lossClass.${lossClass}`);
        return (
          <>
            {longLossMinutes !== null && (
              <p className="muted">
                {t('lines.losses.rule', { minutes: longLossMinutes, article: article ?? '' })}
              </p>
            )}
            <Table<SiteLosses>
              size="small"
              rowKey="siteId"
              dataSource={sites.filter(({ lossClass }) => lossClass !== 'none')}
              pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
              columns={[
                { key: 'site', title: t('lines.losses.site'), dataIndex: 'name' },
                {
                  key: 'class',
                  title: t('lines.losses.class'),
                  render: (_, { lossClass }) => (
                    <Tag color={classTone[lossClass]}>{classWords(lossClass)}</Tag>
                  ),
                },
                {
                  key: 'connected',
                  title: t('lines.losses.connected'),
                  align: 'right',
                  render: (_, { connectedMs }) => clockText(connectedMs),
                },
                {
                  key: 'total',
                  title: t('lines.losses.total'),
                  align: 'right',
                  render: (_, { totalLossMs }) => clockText(totalLossMs),
                },
                {
                  key: 'times',
                  title: t('lines.losses.times'),
                  render: (_, { losses }) => (
                    <ul className="loss-list">
                      {losses.map(({ from, to, cause }) => (
                        <li key={from}>
                          {t('lines.losses.one', {
                            from: timeOfDay(from, language),
                            to: timeOfDay(to, language),
                            cause: t(causeText[cause]),
                          })}
                        </li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
          </>
        );
      }}
    </LoadState>
  );
}
