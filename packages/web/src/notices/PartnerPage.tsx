import './notices.css';
import { useQuery } from '@tanstack/react-query';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { answerNotice, fetchReceivedNotices } from './calls.ts';
import { ReceivedCard } from './ReceivedCard.tsx';

const REFRESH_MS = 15_000;

/** `/phoi-hop`: notices to the organisation or site of the signed-in person: acknowledge, name who is on duty, tell the start. */
export function PartnerPage() {
  const t = useText();
  const query = useQuery({
    queryKey: ['notices-received'],
    queryFn: ({ signal }) => fetchReceivedNotices(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <OfficePage title={t('notice.received.title')} subtitle={t('notice.received.subtitle')}>
      <LoadState
        query={query}
        isEmpty={({ notices }) => notices.length === 0}
        empty={t('notice.received.empty')}
      >
        {({ notices }) => (
          <div className="ntc-received">
            {notices.map((notice) => (
              <ReceivedCard
                key={notice.recipientId}
                notice={notice}
                send={(answer) => answerNotice(notice.recipientId, answer)}
              />
            ))}
          </div>
        )}
      </LoadState>
    </OfficePage>
  );
}
