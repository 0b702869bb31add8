import './preparation.css';
import { MeetingId, type MeetingScript, type ScriptSegment } from '@nhipcau/contracts';
import { checkScript } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { approveScript, fetchScript, saveScript } from './calls.ts';
import { joined } from './joined.ts';
import { SegmentRow } from './SegmentRow.tsx';
import { changed, moved, withNew, without } from './script-edit.ts';

/** `/chuan-bi/$meetingId/kich-ban`: who speaks when, what is seen and heard. */
export function ScriptPage() {
  const { t, language } = useLanguage();
  const meetingId = MeetingId.parse(useParams({ from: '/chuan-bi/$meetingId/kich-ban' }).meetingId);
  const query = useQuery({
    queryKey: ['preparation', 'script', meetingId],
    queryFn: () => fetchScript(meetingId),
  });
  const { data } = query;
  return (
    <OfficePage
      title={t('script.title')}
      subtitle={data && joined(data.title, dateAndTime(data.startsAt, language))}
      actions={
        <>
          <Link className="button" to="/chuan-bi/$meetingId" params={{ meetingId }}>
            {t('prep.board')}
          </Link>
          <a
            className="button"
            href={`/api/preparation/${meetingId}/script.pdf`}
            target="_blank"
            rel="noreferrer"
          >
            {t('script.print')}
          </a>
        </>
      }
    >
      <LoadState query={query}>{(script) => <Editor key={script.revision} script={script} />}</LoadState>
    </OfficePage>
  );
}

function Editor({ script }: { script: MeetingScript }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [segments, setSegments] = useState<readonly ScriptSegment[]>(script.segments);
  const [dragged, setDragged] = useState<number | null>(null);
  const keep = (saved: MeetingScript) =>
    queries.setQueryData(['preparation', 'script', script.meetingId], saved);
  const saving = useMutation({
    mutationFn: () => saveScript(script.meetingId, { revision: script.revision, segments: [...segments] }),
    onSuccess: keep,
  });
  const approving = useMutation({
    mutationFn: () => approveScript(script.meetingId, { revision: script.revision }),
    onSuccess: keep,
  });
  const findings = checkScript(segments, {
    start: script.startsAt,
    end: script.endsAt,
    chairSiteId: script.chairSiteId,
    sites: new Map(script.sites.map((site) => [site.siteId, site])),
  });
  const isDirty = segments !== script.segments;
  const isFaulty = findings.some(({ severity }) => severity === 'error');
  return (
    <>
      <Standing script={script} />
      <ol className="scr-list" aria-label={t('script.title')}>
        {segments.map((segment, index) => (
          <SegmentRow
            key={segment.segmentId}
            index={index}
            segment={segment}
            script={script}
            findings={findings.filter(({ segmentId }) => segmentId === segment.segmentId)}
            isDragged={dragged === index}
            onChange={(patch) => setSegments(changed(segments, index, patch))}
            onMove={(to) => setSegments(moved(segments, index, to))}
            onRemove={() => setSegments(without(segments, index))}
            onDrag={setDragged}
            onDrop={() => {
              if (dragged !== null) setSegments(moved(segments, dragged, index));
              setDragged(null);
            }}
          />
        ))}
      </ol>
      {segments.length === 0 && <p className="muted">{t('script.empty')}</p>}
      <FailureText code={codeOf(saving.error ?? approving.error)} />
      <div className="prep-acts">
        {script.mayWrite && (
          <>
            <button
              type="button"
              className="button"
              onClick={() => setSegments(withNew(segments, script, () => crypto.randomUUID()))}
            >
              {t('script.add')}
            </button>
            <button
              type="button"
              className={`button ${isDirty || !script.mayApprove ? 'primary' : ''}`}
              disabled={!isDirty || saving.isPending || segments.some(({ title }) => title.trim() === '')}
              onClick={() => saving.mutate()}
            >
              {t('script.save')}
            </button>
          </>
        )}
        {script.mayApprove && (
          <button
            type="button"
            className={`button ${isDirty ? '' : 'primary'}`}
            disabled={isDirty || isFaulty || !script.isChanged || approving.isPending}
            onClick={() => approving.mutate()}
          >
            {t('script.approve')}
          </button>
        )}
      </div>
    </>
  );
}

function Standing({ script: { approved, isChanged, changedBy } }: { script: MeetingScript }) {
  const { t, language } = useLanguage();
  if (approved === null)
    return (
      <p className="muted">
        {joined(t('script.notApproved'), changedBy && t('script.by', { name: changedBy }))}
      </p>
    );
  return (
    <p className={`banner ${isChanged ? '' : 'good'}`}>
      {t(isChanged ? 'script.changed' : 'script.approved', {
        n: approved.version,
        name: approved.approvedBy,
        at: dateAndTime(approved.approvedAt, language),
      })}
    </p>
  );
}
