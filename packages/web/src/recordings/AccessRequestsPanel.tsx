import { AccessRefusal, type AccessRequest, type DecideAccess, type MeetingId } from '@nhipcau/contracts';
import { atStart } from '@nhipcau/domain';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber, Radio, Select } from 'antd';
import { useState } from 'react';
import { codeOf, LoadState } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { FailureText } from '../ui/FailureText.tsx';
import { CopyLine, useCopies } from './CopiesPanel.tsx';
import { askAccess, askGrantedCopy, askGrantedLink, decideAccess, fetchRequests } from './calls.ts';
import { RecField } from './RecField.tsx';

const DAYS = 7;

/** Requests of other bodies for what was recorded, and how they were answered. */
export function AccessRequestsPanel({
  meetingId,
  speech,
  mayAsk,
}: {
  meetingId: MeetingId;
  speech: Speech;
  mayAsk: boolean;
}) {
  const { t } = speech;
  const query = useQuery({
    queryKey: ['recording-requests', meetingId],
    queryFn: ({ signal }) => fetchRequests(meetingId, signal),
  });
  return (
    <section className="panel rec-panel" aria-label={t('ask.title')}>
      <h2>{t('ask.title')}</h2>
      {mayAsk && <Ask meetingId={meetingId} speech={speech} />}
      <LoadState query={query} isEmpty={({ requests }) => requests.length === 0} empty={t('ask.none')}>
        {({ requests }) =>
          requests.map((request) => <Request key={request.requestId} request={request} speech={speech} />)
        }
      </LoadState>
    </section>
  );
}

function Ask({ meetingId, speech: { t } }: { meetingId: MeetingId; speech: Speech }) {
  const queries = useQueryClient();
  const [part, setPart] = useState<'film' | 'audio'>('film');
  const [purpose, setPurpose] = useState('');
  const [position, setPosition] = useState('');
  const asking = useMutation({
    mutationFn: () => askAccess(meetingId, { part, purpose, position }),
    onSuccess: (now) => {
      queries.setQueryData(['recording-requests', meetingId], now);
      setPurpose('');
    },
  });
  return (
    <form
      className="rec-form"
      onSubmit={(event) => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <h3>{t('ask.new')}</h3>
      <p className="muted">{t('ask.help')}</p>
      <Radio.Group
        aria-label={t('ask.part')}
        value={part}
        onChange={({ target }) => setPart(target.value === 'audio' ? 'audio' : 'film')}
        options={(['film', 'audio'] as const).map((value) => ({
          value,
          label: atStart(t(`rec.part.${value}`)),
        }))}
      />
      <RecField label={t('ask.position')}>
        <Input maxLength={200} value={position} onChange={({ target }) => setPosition(target.value)} />
      </RecField>
      <RecField label={t('ask.purpose')}>
        <Input.TextArea
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1_000}
          value={purpose}
          onChange={({ target }) => setPurpose(target.value)}
        />
      </RecField>
      <FailureText code={codeOf(asking.error)} />
      <span className="rec-acts">
        <Button
          type="primary"
          htmlType="submit"
          loading={asking.isPending}
          disabled={purpose.trim() === '' || position.trim() === ''}
        >
          {t('ask.send')}
        </Button>
      </span>
    </form>
  );
}

function Request({ request, speech }: { request: AccessRequest; speech: Speech }) {
  const { t } = speech;
  const { organisation, byName, position, at, part, purpose, state, decision } = request;
  const until = decision?.until ? instantText(decision.until, speech) : '';
  const why = decision?.refusal ? t(`ask.refusal.${decision.refusal}`) : '';
  return (
    <article className="rec-sheet">
      <strong>{t('ask.line', { organisation, by: byName, position })}</strong>
      <span className="muted">{`${instantText(at, speech)}, ${t(`rec.part.${part}`)}`}</span>
      <q>{purpose}</q>
      <span className={state === 'granted' ? 'mark good' : state === 'refused' ? 'mark bad' : 'mark'}>
        {t(`ask.state.${state}`, { until, why })}
      </span>
      {decision && (
        <span>
          {t('ask.decided', {
            by: decision.byName,
            at: instantText(decision.at, speech),
            words: decision.words,
          })}
        </span>
      )}
      {request.isOwn && state === 'granted' && <Granted request={request} speech={speech} />}
      {request.mayDecide && <Decide request={request} speech={speech} />}
    </article>
  );
}

function Granted({
  request: { requestId, meetingId, part },
  speech,
}: {
  request: AccessRequest;
  speech: Speech;
}) {
  const { t } = speech;
  const queries = useQueryClient();
  const [playing, setPlaying] = useState<string | null>(null);
  const copies = useCopies(meetingId, part === 'film');
  const open = useMutation({
    mutationFn: () => askGrantedLink(requestId),
    onSuccess: ({ url }) => setPlaying(url),
  });
  const prepare = useMutation({
    mutationFn: () => askGrantedCopy(requestId),
    onSuccess: (now) => queries.setQueryData(['recording-copies', meetingId], now),
  });
  const films = copies.data?.copies.filter(({ kind }) => kind === 'film') ?? [];
  const isReady = part === 'audio' || films.some(({ state }) => state === 'ready');
  const isComing = films.some(({ state }) => state === 'waiting' || state === 'making');
  return (
    <>
      {part === 'film' && <p className="muted">{t('ask.marked')}</p>}
      <FailureText code={codeOf(open.error ?? prepare.error)} />
      {films.length > 0 && (
        <ul className="rec-runs">
          {films.map((copy) => (
            <CopyLine key={copy.copyId} copy={copy} speech={speech} />
          ))}
        </ul>
      )}
      {playing !== null && (
        // biome-ignore lint/a11y/useMediaCaption: a recorded meeting has no captions.
        <video className="rec-player" src={playing} controls autoPlay aria-label={t(`rec.part.${part}`)} />
      )}
      <span className="rec-acts">
        {isReady ? (
          <Button type="primary" loading={open.isPending} onClick={() => open.mutate()}>
            {t('ask.open')}
          </Button>
        ) : (
          <Button type="primary" loading={prepare.isPending || isComing} onClick={() => prepare.mutate()}>
            {t('ask.prepare')}
          </Button>
        )}
      </span>
    </>
  );
}

function Decide({
  request: { requestId, meetingId, state },
  speech: { t },
}: {
  request: AccessRequest;
  speech: Speech;
}) {
  const queries = useQueryClient();
  const [words, setWords] = useState('');
  const [days, setDays] = useState(DAYS);
  const [refusal, setRefusal] = useState<AccessRefusal>('purpose');
  const deciding = useMutation({
    mutationFn: (decision: DecideAccess) => decideAccess(requestId, decision),
    onSuccess: (now) => {
      queries.setQueryData(['recording-requests', meetingId], now);
      // The reason of a grant is none for taking it back.
      setWords('');
    },
  });
  const isReady = words.trim() !== '' && !deciding.isPending;
  return (
    <div className="rec-form">
      <RecField label={t(state === 'granted' ? 'ask.end.words' : 'ask.words')}>
        <Input maxLength={1_000} value={words} onChange={({ target }) => setWords(target.value)} />
      </RecField>
      <FailureText code={codeOf(deciding.error)} />
      {state === 'granted' ? (
        <span className="rec-acts">
          <Button danger disabled={!isReady} onClick={() => deciding.mutate({ kind: 'end', words })}>
            {t('ask.end')}
          </Button>
        </span>
      ) : (
        <span className="rec-ways">
          <RecField label={t('ask.days')}>
            <InputNumber
              min={1}
              max={90}
              precision={0}
              value={days}
              onChange={(value) => setDays(value ?? DAYS)}
            />
          </RecField>
          <Button
            type="primary"
            disabled={!isReady}
            onClick={() => deciding.mutate({ kind: 'grant', words, days })}
          >
            {t('ask.grant')}
          </Button>
          <RecField label={t('ask.why')}>
            <Select
              aria-label={t('ask.why')}
              style={{ width: '100%' }}
              value={refusal}
              onChange={setRefusal}
              options={AccessRefusal.options.map((value) => ({
                value,
                label: atStart(t(`ask.refusal.${value}`)),
              }))}
            />
          </RecField>
          <Button
            danger
            disabled={!isReady}
            onClick={() => deciding.mutate({ kind: 'refuse', refusal, words })}
          >
            {t('ask.refuse')}
          </Button>
        </span>
      )}
    </div>
  );
}
