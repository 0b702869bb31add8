import type { MeetingPaper } from '@nhipcau/contracts';
import { Button, Tag } from 'antd';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { useText } from '../text/language.tsx';

interface Acts {
  readonly onSave: (paper: MeetingPaper) => void;
  /** Null for whoever may not take papers back. */
  readonly onWithdraw: ((paper: MeetingPaper) => void) | null;
  readonly busy: boolean;
}

/** Papers, each to be saved, and to be taken back while nobody was sent it. */
export function PaperList({
  papers,
  speech,
  onSave,
  onWithdraw,
  busy,
}: Acts & { papers: readonly MeetingPaper[]; speech: Speech }) {
  const t = useText();
  return (
    <ul className="paper-list">
      {papers.map((paper) => {
        const { paperId, name, format, sizeBytes, issuedAt } = paper;
        const size = Math.max(1, Math.round(sizeBytes / 1024));
        return (
          <li key={paperId}>
            <span className="paper-name">
              <strong>{name}</strong>
              <span className="muted">{t('paper.size', { format: format.toUpperCase(), size })}</span>
            </span>
            {issuedAt === null ? (
              <Tag color="orange">{t('paper.waiting')}</Tag>
            ) : (
              <span className="muted">{t('paper.issued', { at: instantText(issuedAt, speech) })}</span>
            )}
            <Button disabled={busy} aria-label={t('paper.saveOne', { name })} onClick={() => onSave(paper)}>
              {t('paper.save')}
            </Button>
            {onWithdraw !== null && issuedAt === null && (
              <Button
                danger
                disabled={busy}
                aria-label={t('paper.withdrawOne', { name })}
                onClick={() => onWithdraw(paper)}
              >
                {t('paper.withdraw')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
