import { useMemo } from 'react';
import { type LogLine, logLine } from '../../live/log-sentence.ts';
import { useConnection, useLive } from '../../live/use-live.ts';
import { useLanguage } from '../../text/language.tsx';
import { timeOfDay } from '../../ui/durations.ts';

const SHOWN = 120;
const toneMark = { plain: '', good: '●', attention: '▲', alarm: '✖' } as const satisfies Record<
  LogLine['tone'],
  string
>;

/** What happened, newest first, in words. */
export function RunningLog() {
  const { t, language } = useLanguage();
  const { live } = useConnection();
  const events = useLive('log', (store) => store.log());
  const lines = useMemo(() => {
    const names = {
      site: (siteId: string) => live.sites().find((site) => site.siteId === siteId)?.name ?? siteId,
      node: (nodeId: string) => live.nodes().find((node) => node.nodeId === nodeId)?.name ?? nodeId,
    };
    const all = events.flatMap((event) => logLine(event, names, t, language) ?? []);
    return all.slice(-SHOWN).reverse();
  }, [events, live, t, language]);
  return (
    <section className="log" role="log" aria-labelledby="log-title">
      <h2 id="log-title" className="visually-hidden">
        {t('log.title')}
      </h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <ol className="scrolls" tabIndex={0}>
        {lines.map((line) => (
          <li key={line.seq} className={line.tone}>
            <time>{timeOfDay(line.at, language)}</time>
            <span className="log-mark" aria-hidden="true">
              {toneMark[line.tone]}
            </span>
            <span>
              {line.text}
              {line.by !== '' && <span className="log-by">{line.by}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
