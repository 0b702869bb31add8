import './conduct.css';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useDesk, useDeskState } from '../consoles/operator/desk-context.ts';
import { shortName } from '../live/bare-name.ts';
import { useConnection, useWholeMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';

/** What somebody reported to the console goes into the running log, of the site in hand or of the meeting (R-CDT-16). */
export function WriteReport() {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const meeting = useWholeMeeting();
  const selected = useDeskState((state) => state.selected);
  const [text, setText] = useState('');
  if (meeting?.phase !== 'live') return null;
  const site = selected === null ? null : live.site(selected);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setText('');
    if (!(await desk.tell({ type: 'report.write', siteId: site?.siteId ?? null, text: text.trim() })))
      setText((now) => now || text);
  };
  return (
    <form className="helps-ask" onSubmit={(event) => void submit(event)}>
      <input
        className="input"
        maxLength={500}
        aria-label={t('report.text')}
        placeholder={t('report.text')}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button type="submit" className="button" disabled={text.trim().length < 2}>
        {site === null ? t('report.write') : t('report.of', { site: shortName(site.name) })}
      </button>
      <Link
        className="button quiet"
        to="/dieu-hanh/$meetingId/tham-du"
        params={{ meetingId: meeting.meetingId }}
        target="_blank"
      >
        {t('attend.short')}
      </Link>
    </form>
  );
}
