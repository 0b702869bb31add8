import { useConnection } from '../../live/use-live.ts';
import { useStore } from '../../state/use-store.ts';
import { useText } from '../../text/language.tsx';
import { failureKey } from '../../ui/FailureText.tsx';
import { useSecond } from '../../ui/use-now.ts';

/** Tells when what is shown is not current because the server is away; the media goes on without it. */
export function ServerBanner() {
  const t = useText();
  const line = useStore(useConnection().store, (state) => state.line);
  const now = useSecond();
  if (line.kind === 'refused')
    return (
      <p className="banner alarm" role="alert">
        {t(failureKey(line.code))}
      </p>
    );
  if (line.kind !== 'away') return null;
  return (
    <p className="banner alarm" role="alert">
      {t('server.away', { seconds: Math.max(0, Math.round((now - line.since) / 1000)) })}
    </p>
  );
}
