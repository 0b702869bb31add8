import './documents.css';
import type { MeetingForms, MeetingId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchForms, fetchPrint, type Printable, type PrintFormat } from './calls.ts';
import { FormLine } from './FormLine.tsx';
import { FormPreview } from './FormPreview.tsx';
import { IssueDialog } from './IssueDialog.tsx';
import { IssuedLine } from './IssuedLine.tsx';
import { saveFile } from './save-file.ts';

type Form = MeetingForms['forms'][number];

/** The forms of a meeting's file: look, save as PDF or DOCX, issue under a number; and what was issued. */
export function FormsPanel({ meetingId, revision }: { meetingId: MeetingId; revision: number }) {
  const t = useText();
  const client = useQueryClient();
  const key = ['forms', meetingId];
  // A new revision may allow other forms.
  const query = useQuery({
    queryKey: [...key, revision],
    queryFn: ({ signal }) => fetchForms(meetingId, signal),
  });
  const [shown, setShown] = useState<Printable | null>(null);
  const [issuing, setIssuing] = useState<Form | null>(null);
  const save = useMutation({
    mutationFn: async ({ what, format }: { what: Printable; format: PrintFormat }) =>
      saveFile(await fetchPrint(meetingId, what, format), `${what.name}.${format}`),
  });
  const acts = {
    onShow: setShown,
    onSave: (what: Printable, format: PrintFormat) => save.mutate({ what, format }),
  };
  return (
    <section className="forms-panel" aria-label={t('forms.title')}>
      <FailureText code={codeOf(save.error)} />
      <LoadState
        query={query}
        isEmpty={({ forms, issued }) => forms.length + issued.length === 0}
        empty={t('forms.none')}
      >
        {({ forms, issued, mayIssue }) => (
          <>
            <ul className="forms-list">
              {forms.map((form) => (
                <FormLine
                  key={form.form}
                  form={form}
                  busy={save.isPending}
                  onIssue={mayIssue ? () => setIssuing(form) : null}
                  {...acts}
                />
              ))}
            </ul>
            {issued.length > 0 && <h3>{t('forms.issuedTitle')}</h3>}
            <ul className="forms-list">
              {issued.map((document) => (
                <IssuedLine
                  key={document.documentId}
                  document={document}
                  isCurrent={document.revision === revision}
                  {...acts}
                />
              ))}
            </ul>
          </>
        )}
      </LoadState>
      <FormPreview
        meetingId={meetingId}
        what={shown}
        onSave={(what) => acts.onSave(what, 'pdf')}
        onClose={() => setShown(null)}
      />
      {issuing !== null && (
        <IssueDialog
          meetingId={meetingId}
          revision={revision}
          form={issuing}
          onIssued={(now) => {
            client.setQueryData([...key, revision], now);
            setIssuing(null);
          }}
          onClose={() => setIssuing(null)}
        />
      )}
    </section>
  );
}
