import type { KeptBook, LogAct, LogEntry } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Drawer } from 'antd';
import { useState } from 'react';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { actOnLog, type LogFormat, printUrl, proveLog } from './calls.ts';
import { DigitalSignatures } from './DigitalSignatures.tsx';
import { FieldLine } from './FieldLine.tsx';

const formats: readonly LogFormat[] = ['docx', 'pdf', 'xlsx'];

/** One line of a book: what it says, who signed, what can be done with it. */
export function EntryDrawer({
  entry,
  books,
  onOpen,
  onClose,
}: {
  entry: LogEntry | null;
  books: readonly KeptBook[];
  onOpen: (entryId: string) => void;
  onClose: () => void;
}) {
  const { t } = useLanguage();
  const book = books.find(({ key }) => key === entry?.book);
  return (
    <Drawer
      open={entry !== null}
      onClose={onClose}
      size={560}
      destroyOnHidden
      title={book?.name ?? t('book.title')}
    >
      {entry && book && <Entry key={entry.entryId} entry={entry} book={book} onOpen={onOpen} />}
    </Drawer>
  );
}

function Entry({
  entry,
  book,
  onOpen,
}: {
  entry: LogEntry;
  book: KeptBook;
  onOpen: (entryId: string) => void;
}) {
  const { t, language } = useLanguage();
  const queries = useQueryClient();
  const [editing, setEditing] = useState<string | null>(null);
  const acting = useMutation({
    mutationFn: (act: LogAct) => actOnLog(entry.entryId, act),
    // Also after a refusal: it may have come because something else stands there now.
    onSettled: () => queries.invalidateQueries({ queryKey: ['logs'] }),
    onSuccess: (after) => {
      setEditing(null);
      if (after.entryId !== entry.entryId) onOpen(after.entryId);
    },
  });
  const { place, title, fileNumber, startedAt, returned, supplements, dueAt, state } = entry;
  return (
    <div className="log-entry">
      <header>
        <h3>{place}</h3>
        <p className="muted">
          {[title ?? fileNumber, startedAt && dateAndTime(startedAt, language)].filter(Boolean).join(', ')}
        </p>
        {state !== 'confirmed' && (
          <p className="muted">{t('book.due', { at: dateAndTime(dueAt, language) })}</p>
        )}
      </header>
      {supplements && <Alert type="info" title={t('book.supplementOf', { reason: supplements.reason })} />}
      {returned && (
        <Alert
          type="warning"
          title={t('book.returned', { name: returned.byName, reason: returned.reason })}
        />
      )}
      <dl className="log-fields">
        {book.fields.map(({ field, label }) => (
          <FieldLine
            key={field}
            field={field}
            label={label}
            entry={entry}
            isEditing={editing === field}
            isBusy={acting.isPending}
            onEdit={() => setEditing(editing === field ? null : field)}
            onCorrect={(value, reason) => acting.mutate({ act: 'correct', field, value, reason })}
          />
        ))}
      </dl>
      <Signatures entry={entry} book={book} />
      <FailureText code={codeOf(acting.error)} />
      <Acts entry={entry} isBusy={acting.isPending} onAct={(act) => acting.mutate(act)} />
      <footer className="log-prints">
        {formats.map((format) => (
          <Button key={format} href={printUrl(entry.entryId, format)} download>
            {format.toUpperCase()}
          </Button>
        ))}
        {state === 'confirmed' && <Proof entryId={entry.entryId} />}
      </footer>
      {state === 'confirmed' && <DigitalSignatures entryId={entry.entryId} />}
    </div>
  );
}

function Signatures({ entry: { signatures, next }, book }: { entry: LogEntry; book: KeptBook }) {
  const { t, language } = useLanguage();
  return (
    <ol className="log-signatures" aria-label={t('book.signatures')}>
      {book.signers.map(({ post, title }, index) => {
        const signature = signatures[index];
        return (
          <li key={post} className={signature ? 'done' : next === post ? 'next' : ''}>
            <strong>{title}</strong>
            <span>
              {signature
                ? t('book.signedBy', { name: signature.byName, at: dateAndTime(signature.at, language) })
                : t('book.notSigned')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

function Acts({
  entry: { may, digest },
  isBusy,
  onAct,
}: {
  entry: LogEntry;
  isBusy: boolean;
  onAct: (act: LogAct) => void;
}) {
  const { t } = useLanguage();
  return (
    <div className="log-acts">
      {may.sign && (
        <Button type="primary" loading={isBusy} onClick={() => onAct({ act: 'sign', digest })}>
          {t('book.sign')}
        </Button>
      )}
      {may.return && (
        <ReasonButton
          label={t('book.return')}
          danger
          onReason={(reason) => onAct({ act: 'return', reason })}
        />
      )}
      {may.supplement && (
        <ReasonButton
          label={t('book.supplementDo')}
          onReason={(reason) => onAct({ act: 'supplement', reason })}
        />
      )}
    </div>
  );
}

function Proof({ entryId }: { entryId: string }) {
  const { t } = useLanguage();
  const proving = useMutation({ mutationFn: () => proveLog(entryId) });
  const { data } = proving;
  return (
    <>
      <Button loading={proving.isPending} onClick={() => proving.mutate()}>
        {t('book.prove')}
      </Button>
      <FailureText code={codeOf(proving.error)} />
      {data && (
        <Alert
          className="log-proof"
          type={data.intact ? 'success' : 'error'}
          title={t(data.intact ? 'book.intact' : 'book.altered')}
          description={<code>{data.digest}</code>}
        />
      )}
    </>
  );
}
