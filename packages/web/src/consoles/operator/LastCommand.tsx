import { commandText } from '../../live/command-text.ts';
import { useConnection } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { failureKey } from '../../ui/FailureText.tsx';
import { useDeskState } from './desk-context.ts';
import { Effect } from './Effect.tsx';

/** First the acknowledgement of the last command, then its measured effect. */
export function LastCommand() {
  const t = useText();
  const last = useDeskState((state) => state.last);
  const selected = useDeskState((state) => state.selected);
  const { live } = useConnection();
  if (last === null) return <p className="last-command" role="status" />;
  const { given, siteId } = last;
  // The site in hand is named beside it already.
  const name = siteId === null || siteId === selected ? '' : (live.site(siteId)?.name ?? '');
  const { state } = given;
  return (
    <p className="last-command" role="status">
      <span className="muted">{t(commandText[given.command.type])}</span>
      {name !== '' && <strong>{name}</strong>}
      {state.kind === 'pending' && <span className="mark fair">{t('ack.pending')}</span>}
      {state.kind === 'acknowledged' && (
        <span className="mark good">{t('ack.done', { ms: Math.max(1, Math.round(state.tookMs)) })}</span>
      )}
      {state.kind === 'refused' && <span className="mark bad">{t(failureKey(state.code))}</span>}
      {state.kind === 'acknowledged' && siteId !== null && given.command.type === 'stage.take' && (
        <Effect siteId={siteId} />
      )}
      {state.kind === 'acknowledged' && siteId !== null && given.command.type === 'floor.grant' && (
        <Effect siteId={siteId} of="sound" />
      )}
    </p>
  );
}
