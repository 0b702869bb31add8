import type {
  GiveHandover,
  HandoverItem,
  HandoverSheet,
  MeetingHandover,
  MeetingId,
} from '@nhipcau/contracts';
import { atStart } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Radio } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { answerHandover, checksumsUrl, fetchHandover, giveHandover, sheetUrl } from './calls.ts';
import { megabytes } from './megabytes.ts';
import { RecField } from './RecField.tsx';

interface Shown {
  readonly handover: MeetingHandover;
  readonly speech: Speech;
}

/** Hand-over of what was recorded: until when, to whom, the sheets and their receipts. */
export function HandoverPanel({ meetingId, speech }: { meetingId: MeetingId; speech: Speech }) {
  const { t } = speech;
  const query = useQuery({
    queryKey: ['recording-handover', meetingId],
    queryFn: ({ signal }) => fetchHandover(meetingId, signal),
  });
  if (codeOf(query.error) === 'NOT_ALLOWED') return null;
  return (
    <section className="rec-part" aria-label={t('ho.title')}>
      <h3>{t('ho.title')}</h3>
      <LoadState query={query}>
        {(handover) => (
          <>
            <Standing handover={handover} speech={speech} />
            {handover.sheets.map((sheet) => (
              <Sheet key={sheet.handoverId} sheet={sheet} handover={handover} speech={speech} />
            ))}
            {handover.mayGive && handover.sheets.every(({ answer }) => answer !== null) && (
              <GiveWhenWanted handover={handover} speech={speech} />
            )}
          </>
        )}
      </LoadState>
    </section>
  );
}

function Standing({ handover, speech }: Shown) {
  const { t } = speech;
  const { due, custodian, to, articles, isSecret } = handover;
  const at = due?.dueAt ? instantText(due.dueAt, speech) : '';
  return (
    <>
      {due && (due.state === 'pending' || due.state === 'late' || due.state === 'met') && (
        <p className={due.state === 'late' ? 'mark bad' : due.state === 'met' ? 'mark good' : 'mark'}>
          {t(due.state === 'pending' ? 'ho.due' : `ho.due.${due.state}`, { at, article: due.article })}
        </p>
      )}
      {isSecret && <p className="mark bad">{t('ho.secret')}</p>}
      <dl className="rec-facts">
        <dt>{t('ho.custodian')}</dt>
        <dd>{custodian}</dd>
        <dt>{t('ho.to')}</dt>
        <dd>{to ?? ''}</dd>
        {articles.length > 0 && (
          <>
            <dt>{t('ho.basis')}</dt>
            <dd>{articles.join(', ')}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function Sheet({ sheet, handover, speech }: { sheet: HandoverSheet } & Shown) {
  const { t } = speech;
  const { handoverId, number, from, to, givenAt, givenBy, items, answer, seal } = sheet;
  const said =
    answer === null
      ? t('ho.waits')
      : t(`ho.${answer.kind}`, {
          at: instantText(answer.at, speech),
          by: answer.byName,
          position: answer.position,
        });
  return (
    <article className="rec-sheet">
      <strong>{t('ho.sheet', { number, from, to })}</strong>
      <span className="muted">{t('ho.given', { at: instantText(givenAt, speech), by: givenBy })}</span>
      <Items items={items} speech={speech} />
      {sheet.mark !== null && <span>{`${t('ho.mark')}: ${sheet.mark}`}</span>}
      {sheet.documents !== null && <span>{`${t('ho.documents')}: ${sheet.documents}`}</span>}
      {sheet.note !== null && <span>{`${t('ho.note')}: ${sheet.note}`}</span>}
      <span>
        {`${t('ho.seal')}: `}
        <span className="rec-sum">{seal}</span>
      </span>
      <span className={answer?.kind === 'received' ? 'mark good' : answer === null ? 'mark' : 'mark bad'}>
        {said}
        {answer?.words ? ` – ${answer.words}` : ''}
      </span>
      <span className="rec-acts">
        {(['docx', 'pdf'] as const).map((format) => (
          <a key={format} className="button" href={sheetUrl(handoverId, format)} download>
            {`${t('ho.print')} ${format.toUpperCase()}`}
          </a>
        ))}
        <a className="button" href={checksumsUrl(handover.meetingId)} download="SHA256SUMS.txt">
          {t('ho.checksums')}
        </a>
      </span>
      {answer === null && handover.mayAnswer && <Sign sheet={sheet} handover={handover} speech={speech} />}
    </article>
  );
}

function Items({ items, speech: { t, language } }: { items: readonly HandoverItem[]; speech: Speech }) {
  return (
    <div className="rec-wide">
      <table className="rec-table">
        <thead>
          <tr>
            <th scope="col">{t('ho.item')}</th>
            <th scope="col">{t('ho.files')}</th>
            <th scope="col">{t('rec.film.size')}</th>
            <th scope="col">{t('rec.film.sum')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ part, name, files, bytes, sha256 }) => (
            <tr key={sha256}>
              <td>
                {atStart(part === 'original' ? `${t('rec.part.original')}: ${name}` : t(`rec.part.${part}`))}
              </td>
              <td>{files}</td>
              <td>{megabytes(bytes, language)}</td>
              <td className="rec-sum">{sha256}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** When something was received already, a further sheet is the exception. */
function GiveWhenWanted({ handover, speech }: Shown) {
  if (!handover.sheets.some(({ answer }) => answer?.kind === 'received'))
    return <Give handover={handover} speech={speech} />;
  return (
    <details>
      <summary>{speech.t('ho.give.more')}</summary>
      <Give handover={handover} speech={speech} />
    </details>
  );
}

function Give({ handover, speech }: Shown) {
  const { t } = speech;
  const { meetingId, ready, isSecret, withDocuments } = handover;
  const empty: Omit<GiveHandover, 'key'> = {
    originals: false,
    medium: isSecret ? 'drive' : 'network',
    mark: null,
    documents: null,
    note: null,
  };
  const [draft, setDraft] = useState(empty);
  const giving = useHandoverAct(meetingId, (body: typeof draft) => giveHandover(meetingId, body));
  const words = (text: string) => (text.trim() === '' ? null : text);
  const originals = ready.filter(({ part }) => part === 'original').length;
  if (ready.length === 0) return <p className="muted">{t('ho.notReady')}</p>;
  return (
    <form
      className="rec-form"
      onSubmit={(event) => {
        event.preventDefault();
        giving.mutate(draft, { onSuccess: () => setDraft(empty) });
      }}
    >
      <span>{t('ho.medium')}</span>
      <Radio.Group
        aria-label={t('ho.medium')}
        value={draft.medium}
        onChange={({ target }) =>
          setDraft({ ...draft, medium: target.value === 'drive' ? 'drive' : 'network' })
        }
        options={[
          { value: 'network', label: t('ho.medium.network'), disabled: isSecret },
          { value: 'drive', label: t('ho.medium.drive') },
        ]}
      />
      {draft.medium === 'drive' && (
        <RecField label={t('ho.mark')}>
          <Input
            maxLength={200}
            value={draft.mark ?? ''}
            onChange={({ target }) => setDraft({ ...draft, mark: words(target.value) })}
          />
        </RecField>
      )}
      {originals > 0 && (
        <Checkbox
          checked={draft.originals}
          onChange={({ target }) => setDraft({ ...draft, originals: target.checked })}
        >
          {t('ho.originals', { count: originals })}
        </Checkbox>
      )}
      {withDocuments && <span className="muted">{t('ho.documents.asked')}</span>}
      <RecField label={t('ho.documents')}>
        <Input.TextArea
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={2_000}
          value={draft.documents ?? ''}
          onChange={({ target }) => setDraft({ ...draft, documents: words(target.value) })}
        />
      </RecField>
      <RecField label={t('ho.note')}>
        <Input
          maxLength={1_000}
          value={draft.note ?? ''}
          onChange={({ target }) => setDraft({ ...draft, note: words(target.value) })}
        />
      </RecField>
      <FailureText code={codeOf(giving.error)} />
      <span className="rec-acts">
        <Button
          type="primary"
          htmlType="submit"
          loading={giving.isPending}
          disabled={draft.medium === 'drive' && draft.mark === null}
        >
          {t('ho.give')}
        </Button>
      </span>
    </form>
  );
}

function Sign({ sheet, handover, speech }: { sheet: HandoverSheet } & Shown) {
  const { t } = speech;
  const [position, setPosition] = useState('');
  const [words, setWords] = useState('');
  const answering = useHandoverAct(handover.meetingId, (kind: 'received' | 'returned') =>
    answerHandover(sheet.handoverId, {
      kind,
      position,
      words: words.trim() === '' ? null : words,
      seal: sheet.seal,
    }),
  );
  const isNamed = position.trim() !== '';
  return (
    <div className="rec-form">
      <p className="muted">{t('ho.sign.help')}</p>
      <RecField label={t('ho.position')}>
        <Input maxLength={200} value={position} onChange={({ target }) => setPosition(target.value)} />
      </RecField>
      <RecField label={t('ho.words')}>
        <Input maxLength={1_000} value={words} onChange={({ target }) => setWords(target.value)} />
      </RecField>
      <FailureText code={codeOf(answering.error)} />
      <span className="rec-acts">
        <Button
          type="primary"
          disabled={!isNamed}
          loading={answering.isPending}
          onClick={() => answering.mutate('received')}
        >
          {t('ho.sign')}
        </Button>
        <Button
          danger
          disabled={!isNamed || words.trim() === '' || answering.isPending}
          onClick={() => answering.mutate('returned')}
        >
          {t('ho.return')}
        </Button>
      </span>
    </div>
  );
}

/** An act on the hand-over; what it answers is shown, and whatever else tells of it is asked again. */
function useHandoverAct<In>(meetingId: MeetingId, act: (given: In) => Promise<MeetingHandover>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (now) => {
      queries.setQueryData(['recording-handover', meetingId], now);
      await queries.invalidateQueries({ queryKey: ['recordings', meetingId] });
      await queries.invalidateQueries({ queryKey: ['recording-list'] });
    },
  });
}
