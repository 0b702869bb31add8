import '../../preparation/preparation.css';
import type { SiteCheckSheet } from '@nhipcau/contracts';
import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../../api/http.ts';
import { LineShape } from '../../preparation/LineShape.tsx';
import type { LocalMedia } from '../../room/local-media.ts';
import { readingOf } from '../../room/self-check/self-check.ts';
import type { PlainTextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { RoomSession } from './room-access.ts';
import { type CheckProgress, runSelfCheck, type SelfCheckDone } from './run-self-check.ts';

const progressText = {
  picture: 'self.picture',
  sound: 'self.sound',
  line: 'self.lineNow',
  sending: 'self.sending',
} as const satisfies Record<CheckProgress, PlainTextKey>;

/** The terminal measures what a machine can and fills the site's list with it. */
export function SelfCheckPanel({ session, local }: { session: RoomSession; local: LocalMedia }) {
  const t = useText();
  const [progress, setProgress] = useState<CheckProgress | null>(null);
  const [done, setDone] = useState<SelfCheckDone | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = async () => {
    running.current = new AbortController();
    setDone(null);
    setFailure(null);
    try {
      setDone(
        await runSelfCheck({ session, local, onProgress: setProgress, signal: running.current.signal }),
      );
    } catch (cause) {
      setFailure(cause instanceof ApiFailure ? cause.code : 'INTERNAL');
    } finally {
      setProgress(null);
    }
  };
  return (
    <section className="panel self-check" aria-labelledby="self-check-title">
      <h2 id="self-check-title">{t('self.title')}</h2>
      <p className="muted">{t('self.note')}</p>
      <button type="button" className="button" disabled={progress !== null} onClick={() => void start()}>
        <Icon name="check" />
        {t(progress === null ? 'self.start' : progressText[progress])}
      </button>
      {failure !== null && <FailureText code={failure} />}
      {done && <Found done={done} />}
    </section>
  );
}

function Found({ done: { found, sheet, phase } }: { done: SelfCheckDone }) {
  const t = useText();
  const measured = phase ? phase.lines.filter(({ measure }) => readingOf(measure, found) !== null) : [];
  const { loop, line } = found;
  return (
    <div role="status">
      <ul className="self-lines">
        {measured.map(({ key, text, state, value }) => (
          <li key={key}>
            <LineShape state={state} />
            <span>{text}</span>
            <strong>{value}</strong>
          </li>
        ))}
      </ul>
      {loop?.howlHertz != null && <p className="mark bad">{t('self.howl', { hertz: loop.howlHertz })}</p>}
      {line && (
        <p className="muted">
          {t('self.line', {
            delay: line.delayMs,
            jitter: line.jitterMs,
            down: line.downKbps,
            up: line.upKbps,
          })}
        </p>
      )}
      <Changes sheet={sheet} />
      {phase === null && <p className="muted">{t('self.noPhase')}</p>}
    </div>
  );
}

function Changes({ sheet: { changes, frozen } }: { sheet: SiteCheckSheet }) {
  const t = useText();
  if (frozen === null) return null;
  if (changes.length === 0) return <p className="mark good">{t('self.same', { code: frozen.code })}</p>;
  return (
    <div className="banner alarm">
      <p>{t('self.changed')}</p>
      <ul>
        {changes.map(({ field, before, after }) => (
          <li key={field}>{t('chk.change', { field, before: before ?? '–', after: after ?? '–' })}</li>
        ))}
      </ul>
    </div>
  );
}
