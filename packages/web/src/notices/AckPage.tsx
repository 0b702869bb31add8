import './notices.css';
import type { AcknowledgeNotice, ReceivedNotice } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Skeleton, Tag } from 'antd';
import { useState } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { OfficeStyle } from '../office/OfficePage.tsx';
import { LinkedPapers } from '../papers/LinkedPapers.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { Brand } from '../ui/Brand.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { LanguageSwitch } from '../ui/Switches.tsx';
import { ZONE } from '../ui/zone.ts';
import { AnswerFields } from './AnswerFields.tsx';
import { type AnswerDraft, answerOf, emptyDraft, plainAnswer } from './answer-draft.ts';
import { ContentLines } from './ContentLines.tsx';
import { answerLinked, fetchLinked } from './calls.ts';
import { Said } from './ReceivedCard.tsx';

/** `/xac-nhan/$token`: the notice of a mail, for a telephone in somebody's hand, without an account. */
export function AckPage() {
  const { t } = useLanguage();
  const { token } = useParams({ from: '/xac-nhan/$token' });
  const query = useQuery({
    queryKey: ['ack-link', token],
    queryFn: ({ signal }) => fetchLinked(token, signal),
    retry: false,
  });
  const code = codeOf(query.error);
  return (
    <OfficeStyle>
      <div className="ntc-link">
        <header className="ntc-link-head">
          <Brand />
          <LanguageSwitch />
        </header>
        <main>
          <h1>{t('notice.link.title')}</h1>
          {query.isPending && <Skeleton active paragraph={{ rows: 6 }} />}
          {code !== null && (
            <section className="panel ntc-panel">
              <FailureText code={code} />
              {code === 'DISCONNECTED' && (
                <Button size="large" onClick={() => void query.refetch()}>
                  {t('notice.link.again')}
                </Button>
              )}
            </section>
          )}
          {query.data && <Linked token={token} notice={query.data} />}
        </main>
      </div>
    </OfficeStyle>
  );
}

function Linked({ token, notice }: { token: string; notice: ReceivedNotice }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const { toName, name, kind, title, fileNumber, fromName, at, acknowledgeBy, isSuperseded, contacts } =
    notice;
  return (
    <>
      <p className="ntc-link-to">{t('notice.link.to', { name: toName })}</p>
      <section className="panel ntc-card">
        <h2>
          {name}
          {kind !== 'first' && (
            <Tag color={kind === 'cancellation' ? 'red' : 'orange'}>{t(`notice.kind.${kind}`)}</Tag>
          )}
        </h2>
        <p className="muted">
          {`${title ?? t('notice.received.meeting', { file: fileNumber })}. ${t('notice.from', { from: fromName, at: instantText(at, speech) })}`}
        </p>
        <ContentLines lines={notice.content} />
        {acknowledgeBy !== null && notice.acknowledgedAt === null && !isSuperseded && (
          <p>
            <strong>{t('notice.ackBy', { at: instantText(acknowledgeBy, speech) })}</strong>
          </p>
        )}
        <Said notice={notice} speech={speech} />
      </section>
      <LinkedPapers token={token} speech={speech} />
      {isSuperseded ? (
        <p className="ntc-alarm" role="status">
          {t('notice.link.superseded')}
        </p>
      ) : (
        <LinkAnswer token={token} notice={notice} />
      )}
      {contacts.length > 0 && (
        <section className="panel ntc-panel">
          <h2>{t('notice.link.contacts')}</h2>
          {contacts.map((contact) => (
            <p key={contact.name}>
              {contact.name}
              {contact.telephone && (
                <>
                  <br />
                  <a className="ntc-phone" href={`tel:${contact.telephone.replace(/[^0-9+]/g, '')}`}>
                    {contact.telephone}
                  </a>
                </>
              )}
              {contact.email && (
                <>
                  <br />
                  <a href={`mailto:${contact.email}`}>{contact.email}</a>
                </>
              )}
              {contact.other && (
                <>
                  <br />
                  {contact.other}
                </>
              )}
            </p>
          ))}
        </section>
      )}
    </>
  );
}

/** One press acknowledges; then whoever likes names the person on duty. */
function LinkAnswer({ token, notice }: { token: string; notice: ReceivedNotice }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { acknowledgedAt, asksStart, asksStandby, startedAt, duty, standby, toName } = notice;
  const [draft, setDraft] = useState<AnswerDraft>({
    ...emptyDraft,
    dutyName: duty?.name ?? '',
    dutyPhone: duty?.phone ?? '',
    standby,
  });
  const answer = answerOf(draft);
  const sending = useMutation({
    mutationFn: (body: AcknowledgeNotice) => answerLinked(token, body),
    onSuccess: (after) => queries.setQueryData(['ack-link', token], after),
  });
  const button = { type: 'primary', size: 'large', block: true, loading: sending.isPending } as const;
  return (
    <section className="ntc-link-answer">
      {acknowledgedAt === null ? (
        <Button {...button} onClick={() => sending.mutate(plainAnswer)}>
          {t('notice.received.acknowledge')}
        </Button>
      ) : (
        <>
          <p role="status" className="ntc-thanks">
            {t('notice.link.thanks', { name: toName })}
          </p>
          <p className="muted">{t('notice.link.next')}</p>
          <AnswerFields
            draft={draft}
            onChange={setDraft}
            asksStart={asksStart && startedAt === null}
            asksStandby={asksStandby}
          />
          <Button {...button} disabled={answer === null} onClick={() => answer && sending.mutate(answer)}>
            {t('notice.answer.save')}
          </Button>
        </>
      )}
      <FailureText code={codeOf(sending.error)} />
    </section>
  );
}
