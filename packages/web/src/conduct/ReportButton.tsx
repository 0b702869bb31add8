import './conduct.css';
import { type FormEvent, useState } from 'react';
import type { RoomClient } from '../room/room-client.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { focusAtOnce } from '../ui/focus-at-once.ts';
import { Icon } from '../ui/Icon.tsx';

/** The room's contact writes into the running log; nothing is covered meanwhile (R-CDT-16). */
export function ReportButton({ client }: { client: RoomClient }) {
  const t = useText();
  const [text, setText] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  if (text === null)
    return (
      <button
        type="button"
        className="button icon-only"
        aria-label={t('report.button')}
        title={t('report.button')}
        onClick={() => setText('')}
      >
        <Icon name="write" />
      </button>
    );
  const close = () => {
    setText(null);
    setFailure(null);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    setSending(true);
    const code = await client.report(text.trim());
    setSending(false);
    if (code === null) close();
    else setFailure(code);
  };
  return (
    <form className="report-form" onSubmit={(event) => void send(event)}>
      <input
        className="input"
        ref={focusAtOnce}
        maxLength={500}
        aria-label={t('report.text')}
        placeholder={t('report.text')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <FailureText code={failure} />
      <button type="submit" className="button primary wide" disabled={isSending || text.trim().length < 2}>
        {t('report.send')}
      </button>
      <button type="button" className="button quiet wide" onClick={close}>
        {t('report.cancel')}
      </button>
    </form>
  );
}
