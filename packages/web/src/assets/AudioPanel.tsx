import type { ComparedAudio, SiteAudio } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { Articles } from '../staff/Articles.tsx';
import { timeText } from '../staff/dates.ts';
import { useText } from '../text/language.tsx';
import { fetchSiteAudio } from './calls.ts';

type Session = SiteAudio['sessions'][number];
const tone = { good: 'green', fair: 'orange', poor: 'red' } as const;

/** How the sound of the site's rooms was from session to session, beside the standard values of its sound systems. */
export function AudioPanel({ siteId }: { siteId: string }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['site-audio', siteId],
    queryFn: ({ signal }) => fetchSiteAudio(siteId, { signal }),
  });
  return (
    <section className="stf-panel">
      <LoadState query={query}>
        {({ sessions, cite, siteName }) => (
          <>
            <header>
              <h2>{t('asset.audio', { site: siteName })}</h2>
              <Articles cite={cite} />
            </header>
            <Table<Session>
              size="small"
              rowKey="meetingId"
              dataSource={sessions}
              pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
              scroll={{ x: 640 }}
              locale={{ emptyText: t('asset.audio.none') }}
              columns={[
                {
                  title: t('asset.audio.session'),
                  width: 200,
                  render: (_, { fileNumber, startsAt }) => (
                    <span className="asset-name">
                      {timeText(startsAt)}
                      <small>{fileNumber}</small>
                    </span>
                  ),
                },
                {
                  title: t('asset.audio.rating'),
                  width: 220,
                  render: (_, { rating }) =>
                    rating && (
                      <span className="asset-name">
                        <span>
                          <Tag color={tone[rating.grade]}>{t(`asset.audio.${rating.grade}`)}</Tag>
                          {rating.byName}
                        </span>
                        {rating.note !== null && <small>{rating.note}</small>}
                      </span>
                    ),
                },
                {
                  title: t('asset.audio.read'),
                  render: (_, { check }) =>
                    check && (
                      <span className="asset-name">
                        {check.read.map((set) => (
                          <Read key={set.assetId} set={set} />
                        ))}
                        <small>{check.byName}</small>
                      </span>
                    ),
                },
              ]}
            />
          </>
        )}
      </LoadState>
    </section>
  );
}

function Read({ set: { code, room, lines } }: { set: ComparedAudio }) {
  const t = useText();
  const different = lines.filter(({ differs }) => differs);
  return (
    <span>
      {[code, room].filter(Boolean).join(', ')}{' '}
      {different.length === 0 ? (
        <Tag color="green">{t('asset.audio.standard')}</Tag>
      ) : (
        different.map(({ field, standard, current }) => (
          <Tag key={field} color="orange">
            {t('asset.audio.change', {
              field: t(`asset.field.${field}`),
              standard: standard ?? '–',
              current: current ?? '–',
            })}
          </Tag>
        ))
      )}
    </span>
  );
}
