import type { ReceivedNotice } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { instantText } from '../../regulation/sentences.ts';
import { useLanguage } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { ZONE } from '../../ui/zone.ts';
import { DueTag } from '../DueTag.tsx';
import { codeOf, LoadState } from '../LoadState.tsx';
import { acknowledge, fetchReceived } from './calls.ts';
import { Foreseen } from './Foreseen.tsx';

const REFRESH_MS = 15_000;

const isOpen = ({ acknowledgedAt, asksAcknowledgement, isSuperseded }: ReceivedNotice) =>
  asksAcknowledgement && acknowledgedAt === null && !isSuperseded;

/** Notices to my organisation or site that wait for an answer: one press answers. */
export function ReceivedPart({ isPartner }: { isPartner: boolean }) {
  const { t } = useLanguage();
  const received = useQuery({
    queryKey: ['notices-received'],
    queryFn: ({ signal }) => fetchReceived(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className="panel home-part" aria-labelledby="home-received">
      <header>
        <h2 id="home-received">{t('home.received')}</h2>
        <Link to="/phoi-hop">{t('home.all')}</Link>
      </header>
      <LoadState
        query={received}
        isEmpty={({ notices }) => !notices.some(isOpen)}
        empty={t('home.receivedEmpty')}
      >
        {({ notices }) => (
          <ul className="home-lines">
            {notices.filter(isOpen).map((notice) => (
              <Line key={notice.recipientId} notice={notice} />
            ))}
          </ul>
        )}
      </LoadState>
      {isPartner && <Foreseen />}
    </section>
  );
}

function Line({ notice }: { notice: ReceivedNotice }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const { recipientId, name, title, fileNumber, fromName, toName, start, acknowledgeBy } = notice;
  const answering = useMutation({
    mutationFn: () => acknowledge(recipientId, { duty: null, started: false, standby: [], spokenTo: null }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notices-received'] }),
  });
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <span className="muted">
          {`${title ?? t('notice.received.meeting', { file: fileNumber })}, ${instantText(start, { t, language, timeZone: ZONE })}, ${fromName}`}
        </span>
        <span className="muted">{t('notice.link.to', { name: toName })}</span>
        <FailureText code={codeOf(answering.error)} />
      </div>
      <div className="home-acts">
        {acknowledgeBy !== null && <DueTag dueAt={acknowledgeBy} />}
        <button
          type="button"
          className="button primary"
          disabled={answering.isPending}
          onClick={() => answering.mutate()}
        >
          {t('home.acknowledge')}
        </button>
      </div>
    </li>
  );
}
