import type { ReceivedNotice } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { instantText } from '../../regulation/sentences.ts';
import { useLanguage } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { useServerSecond } from '../../ui/use-now.ts';
import { ZONE } from '../../ui/zone.ts';
import { DueTag } from '../DueTag.tsx';
import { codeOf, LoadState } from '../LoadState.tsx';
import { acknowledge, fetchReceived } from './calls.ts';
import { servedOf } from './served.ts';

const REFRESH_MS = 15_000;

/** What a partner has acknowledged and still has to do: begin, name who stands by, be there. */
export function ServedPart() {
  const { t } = useLanguage();
  const now = useServerSecond();
  const received = useQuery({
    queryKey: ['notices-received'],
    queryFn: ({ signal }) => fetchReceived(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className="panel home-part" aria-labelledby="home-served">
      <header>
        <h2 id="home-served">{t('home.served')}</h2>
      </header>
      <LoadState
        query={received}
        isEmpty={({ notices }) => servedOf(notices, now).length === 0}
        empty={t('home.servedEmpty')}
      >
        {({ notices }) => (
          <ul className="home-lines">
            {servedOf(notices, now).map((notice) => (
              <Line key={notice.recipientId} notice={notice} />
            ))}
          </ul>
        )}
      </LoadState>
    </section>
  );
}

function Line({ notice }: { notice: ReceivedNotice }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const { recipientId, fileNumber, title, start, end, asksStart, startedAt, asksStandby, standby } = notice;
  const starting = useMutation({
    mutationFn: () => acknowledge(recipientId, { duty: null, started: true, standby: [], spokenTo: null }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notices-received'] }),
  });
  const speech = { t, language, timeZone: ZONE };
  return (
    <li>
      <div>
        <strong>{title ?? t('notice.received.meeting', { file: fileNumber })}</strong>
        <span className="muted">
          {t('home.servedFromTo', { from: instantText(start, speech), to: instantText(end, speech) })}
        </span>
        {standby.map(({ area, name, phone }) => (
          <span className="muted" key={`${area}${name}${phone}`}>{`${area}: ${name}, ${phone}`}</span>
        ))}
        <FailureText code={codeOf(starting.error)} />
      </div>
      <div className="home-acts">
        <DueTag dueAt={start} />
        {asksStandby && standby.length === 0 && (
          <Link className="button" to="/phoi-hop">
            {t('home.servedStandby')}
          </Link>
        )}
        {asksStart && startedAt === null && (
          <button
            type="button"
            className="button primary"
            disabled={starting.isPending}
            onClick={() => starting.mutate()}
          >
            {t('notice.received.start')}
          </button>
        )}
      </div>
    </li>
  );
}
