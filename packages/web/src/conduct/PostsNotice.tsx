import './conduct.css';
import type { MissedCall, Post } from '@nhipcau/contracts';
import type { ReactNode } from 'react';
import { useConnection, useWholeMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { useSecond } from '../ui/use-now.ts';

/** As many as the chair reads at a glance. */
const SHOWN_CALLS = 5;

/** Who is at the consoles and who is not, and which calls nobody answers: at the chair site and on every console (R-CDT-12). */
export function PostsNotice({
  quietWhenManned = false,
  actOf,
}: {
  /** Nothing is shown while everybody is there. */
  quietWhenManned?: boolean;
  /** What can be done about an absent post. */
  actOf?: (post: Post) => ReactNode;
}) {
  const t = useText();
  const connection = useConnection();
  const meeting = useWholeMeeting();
  useSecond();
  if (meeting?.phase !== 'live') return null;
  const { posts, missedCalls } = meeting;
  const present = posts.filter(({ absent }) => absent === null);
  const absent = posts.filter((post) => post.absent !== null);
  const isWell = present.length > 0 && absent.length === 0 && missedCalls.length === 0;
  if (isWell && quietWhenManned) return null;
  const since = (at: number) => clockText(Math.max(0, connection.now() - at));
  const callText = ({ kind, siteId, name }: MissedCall) =>
    t(`missed.${kind}`, {
      caller: siteId === null ? name : (connection.live.site(siteId)?.name ?? siteId),
    });
  return (
    <section className="posts" aria-label={t('post.title')}>
      {present.length === 0 && (
        <p className="posts-alarm" role="alert">
          <Icon name="bell" size={18} />
          <strong>{t(posts.length === 0 ? 'post.never' : 'post.nobody')}</strong>
        </p>
      )}
      {isWell && (
        <p className="muted">
          <Icon name="check" size={16} />{' '}
          {t('post.present', { names: present.map(({ name }) => name).join(', ') })}
        </p>
      )}
      <ul>
        {absent.map((post) => (
          <li key={post.userId}>
            <span>
              {post.absent &&
                t('post.absent', {
                  name: post.name,
                  why: t(`post.why.${post.absent.why}`),
                  time: since(post.absent.since),
                })}
            </span>
            {actOf?.(post)}
          </li>
        ))}
        {missedCalls.slice(0, SHOWN_CALLS).map((call) => (
          <li key={call.key}>{t('missed.waits', { call: callText(call), time: since(call.since) })}</li>
        ))}
      </ul>
    </section>
  );
}
