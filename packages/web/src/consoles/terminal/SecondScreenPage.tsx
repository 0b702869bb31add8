import './terminal.css';
import { useEffect, useState } from 'react';
import { StreamVideo } from '../../screen/StreamVideo.tsx';
import { useText } from '../../text/language.tsx';
import { Brand } from '../../ui/Brand.tsx';
import type { SecondScreenWindow } from './use-second-screen.ts';

/** Content on the room's second display; the room page, which opened this window, hands over the stream. */
export function SecondScreenPage() {
  const t = useText();
  const [shown, setShown] = useState<{ stream: MediaStream | null; name: string }>({
    stream: null,
    name: '',
  });
  useEffect(() => {
    const self: SecondScreenWindow = globalThis.window;
    self.nhipCauShow = (stream, name) =>
      setShown((before) => (before.stream === stream && before.name === name ? before : { stream, name }));
    return () => {
      delete self.nhipCauShow;
    };
  }, []);
  return (
    <main className="second-screen" aria-label={t('screen.content')}>
      {shown.stream ? (
        <StreamVideo stream={shown.stream} />
      ) : (
        <div className="center-page">
          <Brand size={40} />
          <p className="muted">{t('content.none')}</p>
        </div>
      )}
    </main>
  );
}
