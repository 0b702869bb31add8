import './talkback.css';
import { type KeyboardEvent, type PointerEvent, useEffect } from 'react';
import type { LocalMedia } from '../room/local-media.ts';
import { useStore } from '../state/use-store.ts';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';

/** Speaks while it is held, by pointer or key; whatever takes the hold away ends it, so that no microphone stays open. */
export function PushToTalk({
  local,
  disabled,
  hotKey = null,
}: {
  local: LocalMedia;
  disabled: boolean;
  /** A key that does the same wherever the focus is but in a text field. */
  hotKey?: { readonly code: string; readonly label: string } | null;
}) {
  const t = useText();
  const isOpen = useStore(local.store, (state) => state.talkOn);
  useEffect(() => {
    const stop = () => local.setTalkOn(false);
    if (disabled) stop();
    globalThis.addEventListener('blur', stop);
    document.addEventListener('visibilitychange', stop);
    return () => {
      stop();
      globalThis.removeEventListener('blur', stop);
      document.removeEventListener('visibilitychange', stop);
    };
  }, [local, disabled]);
  const code = hotKey?.code ?? null;
  useEffect(() => {
    if (code === null || disabled) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.code !== code || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.type === 'keydown' && isTextField(event.target)) return;
      event.preventDefault();
      local.setTalkOn(event.type === 'keydown');
    };
    globalThis.addEventListener('keydown', onKey);
    globalThis.addEventListener('keyup', onKey);
    return () => {
      globalThis.removeEventListener('keydown', onKey);
      globalThis.removeEventListener('keyup', onKey);
    };
  }, [local, disabled, code]);
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    local.setTalkOn(true);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    local.setTalkOn(event.type === 'keydown');
  };
  return (
    <button
      type="button"
      className={`button push-to-talk ${isOpen ? 'open' : ''}`}
      aria-pressed={isOpen}
      disabled={disabled}
      onPointerDown={onPointerDown}
      onPointerUp={() => local.setTalkOn(false)}
      onPointerCancel={() => local.setTalkOn(false)}
      onLostPointerCapture={() => local.setTalkOn(false)}
      onKeyDown={onKey}
      onKeyUp={onKey}
      onBlur={() => local.setTalkOn(false)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <Icon name="mic" />
      {t(isOpen ? 'talk.open' : 'talk.hold')}
      {hotKey && <kbd>{hotKey.label}</kbd>}
    </button>
  );
}

const isTextField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input:not([type="checkbox"]), select, textarea');
