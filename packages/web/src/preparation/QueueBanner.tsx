import { useLanguage } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import type { Checks } from './use-checks.ts';

/** What waits on this device, and what the server did not take. */
export function QueueBanner({ checks: { sheet, queued, stopped, dismiss } }: { checks: Checks }) {
  const { t } = useLanguage();
  const waiting = queued.filter(({ refused }) => refused === null).length;
  const refused = queued.flatMap((entry) =>
    entry.refused === null ? [] : [{ ...entry, code: entry.refused }],
  );
  const textOf = (phase: string, item: string) =>
    sheet?.phases.find((one) => one.phase === phase)?.lines.find(({ key }) => key === item)?.text ?? item;
  return (
    <div aria-live="polite">
      {waiting > 0 && (
        <p className="banner">
          {stopped === null ? t('chk.sending', { n: waiting }) : t('chk.offline', { n: waiting })}
        </p>
      )}
      {stopped !== null && stopped !== 'DISCONNECTED' && <FailureText code={stopped} />}
      {refused.map(({ seq, answer, code }) => (
        <div key={seq} className="banner alarm chk-refused">
          <span>
            {t('chk.refused', { item: textOf(answer.phase, answer.item) })} <FailureText code={code} />
          </span>
          <button type="button" className="button" onClick={() => dismiss(seq)}>
            {t('chk.dismiss')}
          </button>
        </div>
      ))}
    </div>
  );
}
