import './monitoring.css';
import type { LineSubject, MeetingId } from '@nhipcau/contracts';
import { useEffect, useRef, useState } from 'react';
import { useText } from '../text/language.tsx';
import { LinePanel } from './LinePanel.tsx';

interface LineOf {
  readonly meetingId: MeetingId;
  readonly subject: LineSubject;
  readonly name: string;
}

/** Opens the charts of a line's last ten minutes. */
export function LineButton(line: LineOf) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button quiet" onClick={() => setOpen(true)}>
        {t('lines.inHand')}
      </button>
      {isOpen && <LineDialog {...line} onClose={() => setOpen(false)} />}
    </>
  );
}

function LineDialog({ meetingId, subject, name, onClose }: LineOf & { onClose: () => void }) {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="panel line-dialog" aria-labelledby="line-title" onClose={onClose}>
      <header>
        <h2 id="line-title">{name}</h2>
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('lines.close')}
        </button>
      </header>
      <LinePanel meetingId={meetingId} subject={subject} from={null} />
    </dialog>
  );
}
