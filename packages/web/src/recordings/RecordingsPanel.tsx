import './recordings.css';
import type { MeetingId, MeetingRecordings } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Progress, Tag } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { clockText } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { CopiesPanel } from './CopiesPanel.tsx';
import { askLink, fetchRecordings, renderFilm } from './calls.ts';
import { HandoverPanel } from './HandoverPanel.tsx';
import { KeepingPanel } from './KeepingPanel.tsx';
import { megabytes } from './megabytes.ts';
import { tones } from './tones.ts';

const LOOK_AGAIN_MS = 3_000;

/** What is still on its way changes by itself; a film that failed waits for somebody to have it made anew. */
const isMoving = (recordings: MeetingRecordings | undefined): boolean =>
  recordings?.state === 'recording' ||
  (recordings?.state === 'finalising' && recordings.film?.state !== 'failed');

/** What was recorded of a meeting, its film, and who fetched it; also of a meeting that has no file. */
export function RecordingsPanel({ meetingId, speech }: { meetingId: MeetingId; speech: Speech }) {
  const { t } = useLanguage();
  const query = useQuery({
    queryKey: ['recordings', meetingId],
    queryFn: ({ signal }) => fetchRecordings(meetingId, signal),
    refetchInterval: ({ state }) => (isMoving(state.data) ? LOOK_AGAIN_MS : false),
  });
  // On a page that others share: whoever may not know of the recordings sees no place for them either.
  if (codeOf(query.error) === 'NOT_ALLOWED') return null;
  return (
    <section className="panel rec-panel" aria-label={t('rec.title')}>
      <h2>{t('rec.title')}</h2>
      <LoadState query={query}>
        {(recordings) => <Recorded recordings={recordings} speech={speech} />}
      </LoadState>
    </section>
  );
}

function Recorded({ recordings, speech }: { recordings: MeetingRecordings; speech: Speech }) {
  const { t } = speech;
  const { state, runs, sources, accesses } = recordings;
  return (
    <>
      <p>
        <Tag color={tones[state]}>{t(`rec.state.${state}`)}</Tag>
      </p>
      {runs.length > 0 && (
        <ul className="rec-runs">
          {runs.map(({ recordingId, startedAt, stoppedAt, startedBy, late, nodes }) => (
            <li key={recordingId}>
              <span>
                {t('rec.run', {
                  from: instantText(startedAt, speech),
                  to: stoppedAt === null ? '…' : instantText(stoppedAt, speech),
                  by: startedBy,
                })}
              </span>
              <span className="muted">{nodes.map(({ name }) => name).join(', ')}</span>
              {late && <q>{t('rec.late', late)}</q>}
            </li>
          ))}
        </ul>
      )}
      <FilmView recordings={recordings} speech={speech} />
      {runs.length > 0 && state !== 'recording' && (
        <>
          {recordings.mayWatch && (
            <CopiesPanel meetingId={recordings.meetingId} sources={sources} speech={speech} />
          )}
          <HandoverPanel meetingId={recordings.meetingId} speech={speech} />
          <KeepingPanel meetingId={recordings.meetingId} speech={speech} />
        </>
      )}
      {sources.length > 0 && <SourceTable sources={sources} speech={speech} />}
      {accesses.length > 0 && (
        <details>
          <summary>{t('rec.accesses', { count: accesses.length })}</summary>
          <ul className="rec-runs">
            {accesses.map(({ at, by, part }) => (
              <li key={`${at} ${by} ${part}`}>
                {`${instantText(at, speech)} – ${by}: `}
                {t(`rec.part.${part}`)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function FilmView({ recordings, speech }: { recordings: MeetingRecordings; speech: Speech }) {
  const { t, language } = speech;
  const { meetingId, film, mayRender, mayWatch, state, runs } = recordings;
  const queries = useQueryClient();
  const [playing, setPlaying] = useState<string | null>(null);
  const render = useMutation({
    mutationFn: () => renderFilm(meetingId),
    onSuccess: (now) => queries.setQueryData(['recordings', meetingId], now),
  });
  const open = useMutation({
    mutationFn: async (part: 'film' | 'audio') => ({ part, ...(await askLink(meetingId, part)) }),
    onSuccess: ({ part, url }) => {
      if (part === 'film') setPlaying(url);
      else globalThis.open(url, '_blank', 'noopener');
    },
  });
  const waiting = [
    ...new Set(runs.flatMap(({ nodes }) => nodes.filter(({ isDone }) => !isDone).map(({ name }) => name))),
  ];
  const busy = film?.state === 'waiting' || film?.state === 'rendering';
  const share = film && film.steps > 0 ? Math.round((100 * film.done) / film.steps) : 0;
  return (
    <div className="rec-film">
      <FailureText code={codeOf(render.error ?? open.error)} />
      {busy && (
        <div role="status">
          {t('rec.film.rendering')}
          <Progress percent={share} aria-label={t('rec.film.rendering')} />
        </div>
      )}
      {film?.state === 'failed' && (
        <p className="mark bad" role="alert">
          {t('rec.film.failed')}
        </p>
      )}
      {film?.state === 'failed' && <FailureText code={film.fault} />}
      {film === null && state === 'finalising' && (
        <p className="mark" role="status">
          {waiting.length > 0 ? t('rec.film.waits', { nodes: waiting.join(', ') }) : t('rec.film.notYet')}
        </p>
      )}
      {film?.state === 'ready' && film.video && film.durationMs !== null && (
        <dl className="rec-facts">
          <dt>{t('rec.film.duration')}</dt>
          <dd>{clockText(film.durationMs)}</dd>
          <dt>{t('rec.film.size')}</dt>
          <dd>{megabytes(film.video.bytes, language)}</dd>
          <dt>{t('rec.film.missing')}</dt>
          <dd>{clockText(film.missingMs ?? 0)}</dd>
          <dt>{t('rec.film.sum')}</dt>
          <dd className="rec-sum">{film.video.sha256}</dd>
        </dl>
      )}
      {playing !== null && (
        // biome-ignore lint/a11y/useMediaCaption: a recorded meeting has no captions.
        <video className="rec-player" src={playing} controls autoPlay aria-label={t('rec.part.film')} />
      )}
      <div className="rec-acts">
        {mayWatch && (
          <>
            <Button type="primary" loading={open.isPending} onClick={() => open.mutate('film')}>
              {t('rec.watch')}
            </Button>
            <Button disabled={open.isPending} onClick={() => open.mutate('audio')}>
              {t('rec.listen')}
            </Button>
          </>
        )}
        {mayRender && runs.length > 0 && state !== 'recording' && !busy && (
          <Button loading={render.isPending} onClick={() => render.mutate()}>
            {t(film?.state === 'ready' ? 'rec.film.again' : 'rec.film.make')}
          </Button>
        )}
      </div>
    </div>
  );
}

function SourceTable({ sources, speech }: { sources: MeetingRecordings['sources']; speech: Speech }) {
  const { t, language } = speech;
  return (
    <details>
      <summary>{t('rec.sources', { count: sources.length })}</summary>
      <div className="rec-wide">
        <table className="rec-table">
          <thead>
            <tr>
              <th scope="col">{t('rec.site')}</th>
              <th scope="col">{t('rec.source')}</th>
              <th scope="col">{t('rec.segments')}</th>
              <th scope="col">{t('rec.length')}</th>
              <th scope="col">{t('rec.film.size')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ siteId, name, source, segments, stored, seconds, bytes }) => (
              <tr key={`${siteId}/${source}`}>
                <td>{name}</td>
                <td>{t(`record.source.${source}`)}</td>
                <td>{`${stored}/${segments}`}</td>
                <td>{clockText(seconds * 1000)}</td>
                <td>{megabytes(bytes, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
