import './papers.css';
import type { MeetingId, MeetingPapers } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { saveFile } from '../documents/save-file.ts';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import type { Speech } from '../regulation/sentences.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import {
  acknowledgePapers,
  fetchPaper,
  fetchPapers,
  issuePapers,
  uploadPaper,
  withdrawPaper,
} from './calls.ts';
import { PaperList } from './PaperList.tsx';
import { SitePapersTable } from './SitePapersTable.tsx';

const ENDINGS = '.pdf,.docx,.odt';

/** Invitation and papers of a meeting: the host hands them in and sends them; a site takes them. */
export function PapersPanel({ meetingId, speech }: { meetingId: MeetingId; speech: Speech }) {
  const t = useText();
  const queries = useQueryClient();
  const key = ['papers', meetingId];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchPapers(meetingId, signal) });
  const change = useMutation({
    mutationFn: (act: () => Promise<MeetingPapers>) => act(),
    onSuccess: (now) => queries.setQueryData(key, now),
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
  const save = useMutation({
    mutationFn: async ({ paperId, name }: { paperId: string; name: string }) =>
      saveFile(await fetchPaper(meetingId, paperId), name),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  const busy = change.isPending || save.isPending;
  return (
    <section className="panel rf-section" aria-label={t('paper.title')}>
      <h2>{t('paper.title')}</h2>
      <FailureText code={codeOf(change.error ?? save.error)} />
      <LoadState query={query}>
        {({ papers, sites, mayIssue, receivesFor, requiredBy }) => (
          <>
            {requiredBy !== null && (
              <p className="muted">
                {t('paper.required', { article: requiredBy.map(({ article }) => article).join(', ') })}
              </p>
            )}
            {papers.length === 0 && <p className="muted">{t('paper.none')}</p>}
            <PaperList
              papers={papers}
              speech={speech}
              busy={busy}
              onSave={save.mutate}
              onWithdraw={
                mayIssue ? ({ paperId }) => change.mutate(() => withdrawPaper(meetingId, paperId)) : null
              }
            />
            {mayIssue && (
              <div className="paper-acts">
                <PickFiles
                  label={t('paper.add')}
                  busy={busy}
                  onPick={(files) => change.mutate(() => uploadAll(meetingId, files))}
                />
                <Button
                  type="primary"
                  disabled={busy || papers.length === 0 || sites.every(({ sent }) => sent === papers.length)}
                  onClick={() => change.mutate(() => issuePapers(meetingId))}
                >
                  {t('paper.issue')}
                </Button>
                <span className="muted">{t('paper.hint')}</span>
              </div>
            )}
            {receivesFor.length > 0 && sites.some(({ state }) => state === 'sent') && (
              <Button
                type="primary"
                disabled={busy}
                onClick={() => change.mutate(() => acknowledgePapers(meetingId))}
              >
                {t('paper.acknowledge')}
              </Button>
            )}
            {papers.length > 0 && <SitePapersTable sites={sites} speech={speech} />}
          </>
        )}
      </LoadState>
    </section>
  );
}

/** One after the other, so that a refusal names the file that caused it and keeps those before. */
async function uploadAll(meetingId: MeetingId, files: readonly File[]): Promise<MeetingPapers> {
  for (const file of files) await uploadPaper(meetingId, file);
  return fetchPapers(meetingId);
}

function PickFiles({
  label,
  busy,
  onPick,
}: {
  label: string;
  busy: boolean;
  onPick: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ENDINGS}
        aria-label={label}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          // The same file can be chosen again after a refusal.
          target.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
      <Button disabled={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
