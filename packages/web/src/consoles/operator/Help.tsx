import { useEffect, useRef } from 'react';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { useDesk, useDeskState } from './desk-context.ts';

const keys = [
  { keys: ['key.digits'], text: 'help.number' },
  { keys: ['key.slash'], text: 'help.name' },
  { keys: ['key.enter'], text: 'help.enter' },
  { keys: ['key.space'], text: 'help.take' },
  { keys: ['key.c', 'key.shiftSpace'], text: 'help.toChair' },
  { keys: ['key.f', 'key.g'], text: 'help.layouts' },
  { keys: ['key.altDigits'], text: 'help.layoutDigits' },
  { keys: ['key.v'], text: 'help.floor' },
  { keys: ['key.m'], text: 'help.mute' },
  { keys: ['key.shiftM'], text: 'help.muteAll' },
  { keys: ['key.n'], text: 'help.content' },
  { keys: ['key.b'], text: 'help.bringUp' },
  { keys: ['key.k'], text: 'help.aside' },
  { keys: ['key.o'], text: 'help.camera' },
  { keys: ['key.t'], text: 'help.segment' },
  { keys: ['key.q'], text: 'help.nextSpeaker' },
  { keys: ['key.y'], text: 'help.noteWish' },
  { keys: ['key.l'], text: 'help.talkCall' },
  { keys: ['key.p'], text: 'help.talkSpeak' },
  { keys: ['key.z', 'key.esc'], text: 'help.undo' },
  { keys: ['key.arrows'], text: 'help.arrows' },
  { keys: ['key.question'], text: 'help.help' },
] as const satisfies readonly { keys: readonly TextKey[]; text: TextKey }[];

/** All keys at a glance. Not modal: the meeting stays visible and the keys go on working. */
export function Help() {
  const t = useText();
  const desk = useDesk();
  const open = useDeskState((state) => state.helpOpen);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) close.current?.focus();
  }, [open]);
  if (!open) return null;
  return (
    <aside className="help panel" aria-labelledby="help-title">
      <header>
        <h2 id="help-title" className="help-title">
          {t('help.title')}
        </h2>
        <button
          ref={close}
          type="button"
          className="button quiet"
          onClick={() => desk.store.set({ helpOpen: false })}
        >
          {t('common.close')}
        </button>
      </header>
      <dl>
        {keys.map((row) => (
          <div key={row.text}>
            <dt>
              {row.keys.map((key) => (
                <kbd key={key}>{t(key)}</kbd>
              ))}
            </dt>
            <dd>{t(row.text)}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
