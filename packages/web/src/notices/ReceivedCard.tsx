import type { AcknowledgeNotice, ReceivedNotice } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { DueTag } from '../office/DueTag.tsx';
import { codeOf } from '../office/LoadState.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { ZONE } from '../ui/zone.ts';
import { AnswerModal, noticeKeys } from './AnswerModal.tsx';
import { plainAnswer } from './answer-draft.ts';
import { ContentLines } from './ContentLines.tsx';

/** A notice as its recipient sees it, with what they can answer. */
export function ReceivedCard({
  notice,
  send,
}: {
  notice: ReceivedNotice;
  send: (answer: AcknowledgeNotice) => Promise<ReceivedNotice>;
}) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const {
    name,
    kind,
    title,
    fileNumber,
    fromName,
    toName,
    at,
    acknowledgeBy,
    acknowledgedAt,
    asksAcknowledgement,
  } = notice;
  const isOpen = asksAcknowledgement && acknowledgedAt === null;
  return (
    <article className={`panel ntc-card${isOpen ? ' ntc-open' : ''}`} aria-label={`${name} ${fileNumber}`}>
      <header className="ntc-head">
        <div>
          <h2>
            {title ?? t('notice.received.meeting', { file: fileNumber })}
            {kind !== 'first' && (
              <Tag color={kind === 'cancellation' ? 'red' : 'orange'}>{t(`notice.kind.${kind}`)}</Tag>
            )}
          </h2>
          <p className="muted">
            {`${name}. ${t('notice.link.to', { name: toName })}. ${t('notice.from', { from: fromName, at: instantText(at, speech) })}`}
          </p>
        </div>
        {isOpen && acknowledgeBy !== null && <DueTag dueAt={acknowledgeBy} />}
      </header>
      <ContentLines lines={notice.content} />
      <Said notice={notice} speech={speech} />
      <Answers notice={notice} send={send} isOpen={isOpen} />
    </article>
  );
}

/** What has been answered so far. */
export function Said({ notice, speech }: { notice: ReceivedNotice; speech: Speech }) {
  const { t } = speech;
  const { acknowledgedAt, startedAt, duty, standby } = notice;
  if (acknowledgedAt === null) return null;
  return (
    <ul className="ntc-said">
      <li>{t('notice.received.done', { at: instantText(acknowledgedAt, speech) })}</li>
      {startedAt !== null && <li>{t('notice.received.started', { at: instantText(startedAt, speech) })}</li>}
      {duty && <li>{t('notice.received.duty', duty)}</li>}
      {standby.map(({ area, name, phone }) => (
        <li key={`${area}${name}${phone}`}>{`${area}: ${name}, ${phone}`}</li>
      ))}
    </ul>
  );
}

function Answers({
  notice,
  send,
  isOpen,
}: {
  notice: ReceivedNotice;
  send: (answer: AcknowledgeNotice) => Promise<ReceivedNotice>;
  isOpen: boolean;
}) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [isWriting, setWriting] = useState(false);
  const { asksStart, startedAt, acknowledgedAt, duty, standby } = notice;
  const sending = useMutation({
    mutationFn: send,
    onSettled: () => Promise.all(noticeKeys.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <div className="ntc-answers">
      {isOpen && (
        <Button
          type="primary"
          size="large"
          loading={sending.isPending}
          onClick={() => sending.mutate(plainAnswer)}
        >
          {t('notice.received.acknowledge')}
        </Button>
      )}
      {asksStart && startedAt === null && acknowledgedAt !== null && (
        <Button
          type="primary"
          size="large"
          loading={sending.isPending}
          onClick={() => sending.mutate({ ...plainAnswer, started: true })}
        >
          {t('notice.received.start')}
        </Button>
      )}
      <Button size="large" onClick={() => setWriting(true)}>
        {t('notice.received.edit')}
      </Button>
      <FailureText code={codeOf(sending.error)} />
      {isWriting && (
        <AnswerModal
          title={t('notice.received.edit')}
          asks={{ asksStart: asksStart && startedAt === null, asksStandby: notice.asksStandby }}
          initial={{
            spokenTo: '',
            dutyName: duty?.name ?? '',
            dutyPhone: duty?.phone ?? '',
            started: false,
            standby,
          }}
          send={send}
          onClose={() => setWriting(false)}
        />
      )}
    </div>
  );
}
