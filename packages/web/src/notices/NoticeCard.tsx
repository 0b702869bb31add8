import type { Notice } from '@nhipcau/contracts';
import { Progress, Tag } from 'antd';
import { DueTag } from '../office/DueTag.tsx';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useLanguage } from '../text/language.tsx';
import { ZONE } from '../ui/zone.ts';
import { ContentLines } from './ContentLines.tsx';
import { isAnswered } from './notice-words.ts';
import { RecipientTable } from './RecipientTable.tsx';

const WHOLE = 100;

/** One notice of a meeting: what it says, until when, to whom, and who has answered. */
export function NoticeCard({ notice, mayAct }: { notice: Notice; mayAct: boolean }) {
  const { t, language } = useLanguage();
  const speech: Speech = { t, language, timeZone: ZONE };
  const {
    name,
    kind,
    version,
    at,
    fromName,
    dueAt,
    recipients,
    acknowledge,
    acknowledgeBy,
    cite,
    isSuperseded,
  } = notice;
  const done = recipients.filter(isAnswered).length;
  return (
    <section className="panel ntc-card" aria-label={name}>
      <header className="ntc-head">
        <div>
          <h2>
            {name}
            {kind !== 'first' && (
              <Tag color={kind === 'cancellation' ? 'red' : 'orange'}>{t(`notice.kind.${kind}`)}</Tag>
            )}
            {version > 1 && <Tag>{t('notice.version', { n: version })}</Tag>}
            {isSuperseded && <Tag>{t('notice.superseded')}</Tag>}
          </h2>
          <p className="muted">
            {t('notice.from', { from: fromName, at: instantText(at, speech) })}
            {dueAt !== null && `. ${t('notice.due', { at: instantText(dueAt, speech) })}`}
            {cite[0] && <span className="ntc-article">{cite[0].article}</span>}
          </p>
        </div>
        {acknowledge && (
          <div className="ntc-progress">
            <span>{t('notice.count', { done, all: recipients.length })}</span>
            <Progress
              percent={recipients.length === 0 ? 0 : (done / recipients.length) * WHOLE}
              showInfo={false}
              size="small"
              aria-label={t('notice.count', { done, all: recipients.length })}
            />
            {acknowledgeBy !== null && !isSuperseded && done < recipients.length && (
              <DueTag dueAt={acknowledgeBy} />
            )}
          </div>
        )}
      </header>
      <ContentLines lines={notice.content} />
      <RecipientTable notice={notice} mayAct={mayAct} />
    </section>
  );
}
