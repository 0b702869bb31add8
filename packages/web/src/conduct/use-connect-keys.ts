import { useEffect, useRef, useState } from 'react';
import type { ConnectDesk } from './use-connect.ts';

/** Keys of the connect board: digits and Enter choose a site, letters act. @returns the number typed so far */
export function useConnectKeys(desk: ConnectDesk): string {
  const [typed, setTyped] = useState('');
  const current = useRef({ desk, typed });
  current.current = { desk, typed };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      if (target instanceof HTMLElement && target.matches('input, select, textarea')) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const known = current.current;
      if (/^[0-9]$/.test(event.key)) setTyped(`${known.typed}${event.key}`.slice(0, 5));
      else if (event.key === 'Escape') setTyped('');
      else if (event.key === 'Enter' && known.typed !== '') {
        const found = known.desk.sites.find(({ site }) => String(site.number) === known.typed);
        known.desk.choose(found?.site.siteId ?? null);
        setTyped('');
      } else if (event.repeat || !actOf(event.code, known.desk)) return;
      event.preventDefault();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);
  return typed;
}

/** @returns whether the key means something here */
function actOf(code: string, desk: ConnectDesk): boolean {
  switch (code) {
    case 'KeyA':
      desk.callAll();
      return true;
    case 'KeyD':
      desk.call();
      return true;
    case 'KeyG':
      desk.tryBoth('good');
      return true;
    case 'KeyX':
      desk.tryBoth('poor');
      return true;
    case 'KeyN':
      desk.next();
      return true;
    default:
      return false;
  }
}
