import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Space, Tag } from 'antd';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Articles } from './Articles.tsx';
import { fetchMeetingContacts, handOver } from './calls.ts';
import { timeText } from './dates.ts';

/** Contacts at the sites of a meeting, to be handed to whom the text names; not shown where it names nobody. */
export function MeetingContactsPanel({ meetingId }: { meetingId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['staff', 'meeting-contacts', meetingId],
    queryFn: () => fetchMeetingContacts(meetingId),
    retry: false,
  });
  const hand = useMutation({
    mutationFn: (recipient: string) => handOver(meetingId, recipient),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['staff'] }),
  });
  if (codeOf(query.error) === 'NOT_ALLOWED') return null;
  return (
    <section className="stf-panel" style={{ marginTop: 24 }}>
      <header>
        <h2>{t('duty.contacts')}</h2>
        <Button
          href={`/api/registrations/${encodeURIComponent(meetingId)}/contacts.csv`}
          download="dau-moi.csv"
        >
          {t('con.csv')}
        </Button>
      </header>
      <LoadState query={query}>
        {({ recipients, missing, handovers, mayHandOver }) => (
          <>
            {recipients.map(({ to, when, cite }) => (
              <p key={to}>
                <Space>
                  {t('duty.contacts.to', { to })}
                  <Articles cite={cite} />
                  {when === 'onRequest' && <Tag>{t('duty.contacts.onRequest')}</Tag>}
                  {mayHandOver && (
                    <Button size="small" loading={hand.isPending} onClick={() => hand.mutate(to)}>
                      {t('duty.contacts.hand')}
                    </Button>
                  )}
                </Space>
              </p>
            ))}
            {missing.length > 0 && (
              <p title={missing.join(', ')}>
                <Tag color="gold">{t('duty.contacts.missing', { n: missing.length })}</Tag>
              </p>
            )}
            {handovers.map(({ recipient, sentAt, count }) => (
              <p key={sentAt} className="muted">
                {t('duty.contacts.sent', { to: recipient, count, time: timeText(sentAt) })}
              </p>
            ))}
          </>
        )}
      </LoadState>
      <FailureText code={codeOf(hand.error)} />
    </section>
  );
}
