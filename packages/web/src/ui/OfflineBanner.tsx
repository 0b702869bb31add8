import { useSyncExternalStore } from 'react';
import { useText } from '../text/language.tsx';

function subscribe(listener: () => void) {
  globalThis.addEventListener('online', listener);
  globalThis.addEventListener('offline', listener);
  return () => {
    globalThis.removeEventListener('online', listener);
    globalThis.removeEventListener('offline', listener);
  };
}

/** This machine has no network at all. */
export function OfflineBanner() {
  const t = useText();
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (online) return null;
  return (
    <div className="banner alarm" role="alert">
      {t('offline.text')}
    </div>
  );
}
