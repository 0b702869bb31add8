import type { SiteId, SpeakRequest, SpeakRequestId } from '@nhipcau/contracts';
import { useMemo } from 'react';
import { shortName } from '../live/bare-name.ts';
import { queueIn, speakingIn } from '../live/speak-queue.ts';
import { useConnection, useLive, useWholeMeeting } from '../live/use-live.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText, timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSecond } from '../ui/use-now.ts';
import { Remaining } from './OrderTimes.tsx';

interface Acts {
  readonly onGrant: (request: SpeakRequest) => void;
  readonly onDecline: (request: SpeakRequest) => void;
  readonly onFinish: (request: SpeakRequest) => void;
  readonly onArrange: (requestIds: SpeakRequestId[]) => void;
  /** Name of the key that grants the first. */
  readonly grantKey?: string;
}

/** Whoever speaks on a grant, with the time left, and those who wait, in the order in which they come. */
export function SpeakList(acts: Acts) {
  const { t } = useLanguage();
  const { live } = useConnection();
  // The queue belongs to the meeting; both change with the topic.
  const meeting = useWholeMeeting();
  const requests = useLive('speech', (store) => store.speakRequests());
  const queue = useMemo(() => (meeting && requests ? queueIn(live) : []), [live, meeting, requests]);
  const speaking = useMemo(() => (requests ? speakingIn(live) : []), [live, requests]);
  const toFront = ({ requestId }: SpeakRequest) =>
    acts.onArrange([requestId, ...queue.map((one) => one.requestId).filter((id) => id !== requestId)]);
  return (
    <>
      {speaking.map((request) => (
        <Speaking key={request.requestId} request={request} onFinish={acts.onFinish} />
      ))}
      {queue.length === 0 && <p className="muted">{t('speak.none')}</p>}
      {queue.length > 0 && (
        <ol className="speak-list" aria-label={t('speak.title')}>
          {queue.map((request, index) => (
            <Waiting
              key={request.requestId}
              request={request}
              place={index + 1}
              acts={acts}
              onFirst={() => toFront(request)}
            />
          ))}
        </ol>
      )}
    </>
  );
}

function useSiteName(siteId: SiteId): string {
  const { live } = useConnection();
  return live.site(siteId)?.name ?? siteId;
}

function Speaking({ request, onFinish }: { request: SpeakRequest; onFinish: Acts['onFinish'] }) {
  const { t } = useLanguage();
  const connection = useConnection();
  const bringUps = useLive('bringUps', (live) => live.bringUps());
  const name = useSiteName(request.siteId);
  useSecond();
  const call = bringUps.find(({ bringUpId }) => bringUpId === request.bringUpId);
  const since = call?.establishedAt ?? request.decidedAt;
  const { limitMs } = request;
  return (
    <div className="order-step now">
      <span className="order-when">{t('speak.speaking')}</span>
      <strong title={name}>{request.person === '' ? shortName(name) : request.person}</strong>
      <span className="muted">
        {request.person !== '' && shortName(name)}{' '}
        <Remaining
          remainingMs={limitMs === null || since === null ? null : since + limitMs - connection.now()}
        />
      </span>
      <button type="button" className="button" onClick={() => onFinish(request)}>
        {t('speak.finish')}
      </button>
    </div>
  );
}

function Waiting({
  request,
  place,
  acts,
  onFirst,
}: {
  request: SpeakRequest;
  place: number;
  acts: Acts;
  onFirst: () => void;
}) {
  const { t, language } = useLanguage();
  const name = useSiteName(request.siteId);
  const spoken = useLive('speech', (live) => live.spoken());
  const spokenMs = spoken.find(({ siteId }) => siteId === request.siteId)?.ms ?? 0;
  const site = shortName(name);
  return (
    <li>
      <span className="order-number">{place}</span>
      <span className="speak-who">
        <strong title={name}>{request.person === '' ? site : `${request.person} – ${site}`}</strong>
        <span className="muted">
          {t('speak.asked', {
            time: timeOfDay(request.at, language),
            channel: t(request.channel === 'phone' ? 'speak.by.phone' : 'speak.by.terminal'),
            spoken: clockText(spokenMs),
          })}
        </span>
      </span>
      <span className="speak-acts">
        <button
          type="button"
          className={`button ${place === 1 ? 'air' : ''}`}
          aria-label={t('speak.grantNamed', { site })}
          onClick={() => acts.onGrant(request)}
        >
          {t('speak.grant')}
          {place === 1 && acts.grantKey && <kbd>{acts.grantKey}</kbd>}
        </button>
        {place > 1 && (
          <button
            type="button"
            className="button quiet"
            aria-label={t('speak.firstNamed', { site })}
            title={t('speak.firstNamed', { site })}
            onClick={onFirst}
          >
            <Icon name="first" />
            <span>{t('speak.first')}</span>
          </button>
        )}
        <button
          type="button"
          className="button quiet"
          aria-label={t('speak.declineNamed', { site })}
          title={t('speak.declineNamed', { site })}
          onClick={() => acts.onDecline(request)}
        >
          <Icon name="close" />
          <span>{t('speak.decline')}</span>
        </button>
      </span>
    </li>
  );
}
