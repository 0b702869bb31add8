import './preparation.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { ListTools } from '../office/list/ListTools.tsx';
import { useListFilter } from '../office/list/list-search.ts';
import { matches } from '../office/list/matches.ts';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { fetchPreparation } from './calls.ts';
import { joined } from './joined.ts';

const REFRESH_MS = 30_000;

/** `/chuan-bi`: meetings to come, with the board of each and the checks of one's own sites. */
export function PreparationPage() {
  const { t, language } = useLanguage();
  const [{ tim }] = useListFilter();
  const query = useQuery({
    queryKey: ['preparation'],
    queryFn: fetchPreparation,
    refetchInterval: REFRESH_MS,
  });
  return (
    <OfficePage title={t('prep.open')} subtitle={t('prep.subtitle')}>
      <LoadState query={query} isEmpty={({ meetings }) => meetings.length === 0} empty={t('prep.none')}>
        {({ meetings }) => {
          const shown = meetings.filter(({ title, fileNumber }) => matches(tim, title, fileNumber));
          return (
            <>
              <ListTools
                search={t('notice.search')}
                file={{
                  name: 'chuan-bi',
                  rows: shown,
                  columns: [
                    { title: t('form.col.number'), cell: ({ fileNumber }) => fileNumber },
                    { title: t('form.col.title'), cell: ({ title }) => title },
                    { title: t('form.col.start'), cell: ({ startsAt }) => dateAndTime(startsAt, language) },
                    { title: t('form.col.sites'), cell: ({ siteCount }) => siteCount },
                  ],
                }}
              />
              <ul className="prep-list">
                {shown.length === 0 && <Empty description={t('prep.noMatch')} />}
                {shown.map(({ meetingId, title, fileNumber, startsAt, siteCount, own }) => (
                  <li key={meetingId} className="panel">
                    <div>
                      <h2>{title}</h2>
                      <p className="muted">
                        {joined(
                          fileNumber,
                          t('prep.start', { at: dateAndTime(startsAt, language) }),
                          t('prep.sites', { n: siteCount }),
                        )}
                      </p>
                    </div>
                    <div className="prep-acts">
                      {own.map(({ siteId, name }) => (
                        <Link
                          key={siteId}
                          className="button primary"
                          to="/chuan-bi/$meetingId/$siteId"
                          params={{ meetingId, siteId }}
                        >
                          {t('prep.checkOwn', { site: name })}
                        </Link>
                      ))}
                      <Link className="button" to="/chuan-bi/$meetingId/phuong-an" params={{ meetingId }}>
                        {t('plan.title')}
                      </Link>
                      <Link className="button" to="/chuan-bi/$meetingId/kich-ban" params={{ meetingId }}>
                        {t('script.title')}
                      </Link>
                      <Link className="button" to="/chuan-bi/$meetingId/tong-duyet" params={{ meetingId }}>
                        {t('reh.title')}
                      </Link>
                      <Link className="button" to="/chuan-bi/$meetingId" params={{ meetingId }}>
                        {t('prep.board')}
                      </Link>
                    </div>
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </LoadState>
    </OfficePage>
  );
}
