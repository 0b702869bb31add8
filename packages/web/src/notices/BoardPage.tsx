import './notices.css';
import type { NoticeBoard } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Collapse } from 'antd';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { instantText } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { fetchBoard } from './calls.ts';
import { NoticeCard } from './NoticeCard.tsx';
import { isAnswered } from './notice-words.ts';
import { TaskList } from './TaskList.tsx';

const REFRESH_MS = 15_000;

/** `/thong-bao/$meetingId`: who was told of a meeting, who has answered, what is left to do. */
export function BoardPage() {
  const { t, language } = useLanguage();
  const { meetingId } = useParams({ from: '/thong-bao/$meetingId' });
  const query = useQuery({
    queryKey: ['notice-board', meetingId],
    queryFn: ({ signal }) => fetchBoard(meetingId, signal),
    refetchInterval: REFRESH_MS,
  });
  const board = query.data;
  return (
    <OfficePage
      title={board ? t('notice.board', { file: board.fileNumber }) : t('notice.title')}
      {...(board
        ? { subtitle: `${board.title}, ${instantText(board.start, { t, language, timeZone: ZONE })}` }
        : {})}
      actions={
        <>
          <Link className="button" to="/thong-bao/$meetingId/goi-dien" params={{ meetingId }}>
            {t('calls.link')}
          </Link>
          <Link className="button" to="/thong-bao">
            {t('notice.back')}
          </Link>
        </>
      }
    >
      <LoadState query={query} isEmpty={({ notices }) => notices.length === 0} empty={t('notice.boardEmpty')}>
        {(data) => <Board board={data} />}
      </LoadState>
    </OfficePage>
  );
}

function Board({ board }: { board: NoticeBoard }) {
  const { t } = useLanguage();
  const current = board.notices.filter(({ isSuperseded }) => !isSuperseded);
  const earlier = board.notices.filter(({ isSuperseded }) => isSuperseded);
  return (
    <div className="ntc-board">
      <Figures board={board} />
      {board.tasks.length > 0 && (
        <section className="panel ntc-panel" aria-label={t('notice.col.tasks')}>
          <TaskList tasks={board.tasks} isOneMeeting />
        </section>
      )}
      {current.map((notice) => (
        <NoticeCard key={notice.noticeId} notice={notice} mayAct={board.mayAct} />
      ))}
      {earlier.length > 0 && (
        <Collapse
          items={[
            {
              key: 'earlier',
              label: t('notice.earlier', { n: earlier.length }),
              children: earlier.map((notice) => (
                <NoticeCard key={notice.noticeId} notice={notice} mayAct={false} />
              )),
            },
          ]}
        />
      )}
    </div>
  );
}

/** Four figures that say how it stands. */
function Figures({ board }: { board: NoticeBoard }) {
  const { t } = useLanguage();
  const all = board.notices
    .filter(({ isSuperseded }) => !isSuperseded)
    .flatMap(({ recipients }) => recipients);
  const figures = [
    ['acknowledged', all.filter(isAnswered).length, 'good'],
    ['silent', all.filter(({ isSilent }) => isSilent).length, 'bad'],
    ['failed', all.filter(({ state }) => state === 'failed' || state === 'bounced').length, 'bad'],
    ['tasks', board.tasks.length, 'warn'],
  ] as const;
  return (
    <ul className="ntc-figures">
      {figures.map(([key, count, tone]) => (
        <li key={key} className={count > 0 ? `ntc-${tone}` : ''}>
          <strong>{count}</strong>
          <span>{t(`notice.sum.${key}`)}</span>
        </li>
      ))}
    </ul>
  );
}
