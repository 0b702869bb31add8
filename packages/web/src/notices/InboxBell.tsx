import './notices.css';
import { BellOutlined } from '@ant-design/icons';
import type { InboxMessage } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Badge, Button, Drawer, Empty } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { instantText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchInbox, openAllMessages, openMessage } from './calls.ts';

const REFRESH_MS = 20_000;
const KEY = ['inbox-messages'] as const;

/** The bell of the top bar: how many messages are unread, and the messages. */
export function InboxBell() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const inbox = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => fetchInbox(signal),
    refetchInterval: REFRESH_MS,
  });
  const readAll = useMutation({
    mutationFn: openAllMessages,
    onSuccess: (after) => queries.setQueryData(KEY, after),
  });
  const unread = inbox.data?.unread ?? 0;
  return (
    <>
      <Badge count={unread} size="small" offset={[-4, 4]}>
        <Button
          type="text"
          aria-label={t('message.unread', { n: unread })}
          icon={<BellOutlined />}
          onClick={() => setOpen(true)}
        />
      </Badge>
      <Drawer
        open={isOpen}
        title={t('message.title')}
        onClose={() => setOpen(false)}
        extra={
          unread > 0 && (
            <Button loading={readAll.isPending} onClick={() => readAll.mutate()}>
              {t('message.readAll')}
            </Button>
          )
        }
      >
        <LoadState query={inbox}>
          {({ messages }) =>
            messages.length === 0 ? (
              <Empty description={t('message.none')} />
            ) : (
              <ul className="ntc-messages">
                {messages.map((message) => (
                  <Message key={message.messageId} message={message} onLeave={() => setOpen(false)} />
                ))}
              </ul>
            )
          }
        </LoadState>
      </Drawer>
    </>
  );
}

function Message({ message, onLeave }: { message: InboxMessage; onLeave: () => void }) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const { messageId, subject, lines, at, isRead, recipientId, meetingId, path } = message;
  const reading = useMutation({
    mutationFn: () => openMessage(messageId),
    onSuccess: (after) => queries.setQueryData(KEY, after),
  });
  return (
    <li className={isRead ? '' : 'ntc-unread'}>
      <details onToggle={(event) => event.currentTarget.open && !isRead && reading.mutate()}>
        <summary>
          <strong>{subject}</strong>
          <time className="muted" dateTime={new Date(at).toISOString()}>
            {instantText(at, { t, language, timeZone: ZONE })}
          </time>
        </summary>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {recipientId !== null && (
          <Link to="/phoi-hop" onClick={onLeave}>
            {t('notice.received.acknowledge')}
          </Link>
        )}
        {path !== null && <a href={path}>{t('message.page')}</a>}
        {path === null && recipientId === null && meetingId !== null && (
          <Link to="/thong-bao/$meetingId" params={{ meetingId }} onClick={onLeave}>
            {t('message.open')}
          </Link>
        )}
      </details>
    </li>
  );
}
