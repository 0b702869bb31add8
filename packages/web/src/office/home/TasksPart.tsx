import type { NoticeTask } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useText } from '../../text/language.tsx';
import { DueTag } from '../DueTag.tsx';
import { LoadState } from '../LoadState.tsx';
import { fetchTasks } from './calls.ts';

const SHOWN = 5;
const REFRESH_MS = 15_000;

/** Work that should be under way comes first. */
const rankOf = ({ cause }: NoticeTask): number => (cause === 'notStarted' ? 0 : 1);

/** A number to dial stays in one line. */
const unbroken = (phone: string): string => phone.replaceAll(' ', '\u00A0');

/** Calls, faxes and documents that a person has to make because no machine can. */
export function TasksPart() {
  const t = useText();
  const tasks = useQuery({
    queryKey: ['notice-tasks'],
    queryFn: ({ signal }) => fetchTasks(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className="panel home-part" aria-labelledby="home-tasks">
      <header>
        <h2 id="home-tasks">{t('home.tasks')}</h2>
        {tasks.data && tasks.data.total > 0 && <span className="rf-count">{tasks.data.total}</span>}
      </header>
      <LoadState query={tasks} isEmpty={({ total }) => total === 0} empty={t('home.tasksEmpty')}>
        {(data) => (
          <ul className="home-lines">
            {data.tasks
              .toSorted((a, b) => rankOf(a) - rankOf(b))
              .slice(0, SHOWN)
              .map(({ taskId, meetingId, kind, cause, recipientName, phone, noticeName, title, dueAt }) => (
                <li key={taskId}>
                  <Link to="/thong-bao/$meetingId" params={{ meetingId }}>
                    <strong>
                      {t(`home.task.${kind}`, { name: recipientName, phone: unbroken(phone ?? '') })}
                    </strong>
                    {cause === 'notStarted' && <Tag color="red">{t('notice.cause.notStarted')}</Tag>}
                    <span className="muted">{`${noticeName}, ${title}`}</span>
                  </Link>
                  {dueAt !== null && <DueTag dueAt={dueAt} />}
                </li>
              ))}
          </ul>
        )}
      </LoadState>
    </section>
  );
}
