import type { RegistrationDetail } from '@nhipcau/contracts';
import { Timeline } from 'antd';
import { instantText, type Speech } from '../regulation/sentences.ts';
import { actorWords, actText } from './finding-text.ts';
import { periodText } from './period.ts';

/** Every step of the file, newest first. */
export function FileHistory({ moves, speech }: { moves: RegistrationDetail['moves']; speech: Speech }) {
  const { t } = speech;
  return (
    <Timeline
      className="apr-history"
      items={moves.toReversed().map(({ seq, at, act, reason, alternatives, ...who }) => ({
        key: seq,
        content: (
          <>
            <div>{t('file.historyLine', { act: actText(act, speech), name: actorWords(who, speech) })}</div>
            <time className="muted" dateTime={new Date(at).toISOString()}>
              {instantText(at, speech)}
            </time>
            {reason !== null && <div>{reason}</div>}
            {alternatives.length > 0 && (
              <div className="muted">
                {t('conflict.alternatives')}
                {': '}
                {alternatives.map((slot) => periodText(slot, speech)).join('; ')}
              </div>
            )}
          </>
        ),
      }))}
    />
  );
}
