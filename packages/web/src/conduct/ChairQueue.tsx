import './conduct.css';
import type { Command } from '@nhipcau/contracts';
import { useConnection, useMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { SpeakList } from './SpeakList.tsx';

const SPEECH_MS = 5 * 60_000;

/** What the chair sees of those who want to speak, and decides with one touch. */
export function ChairQueue({ onRefused }: { onRefused: (code: string | null) => void }) {
  const t = useText();
  const connection = useConnection();
  const meeting = useMeeting();
  if (meeting?.phase !== 'live') return null;
  const give = async (command: Command) => {
    const { state } = await connection.give(command);
    onRefused(state.kind === 'refused' ? state.code : null);
  };
  return (
    <section className="speak-queue" aria-labelledby="speak-title">
      <header>
        <h2 id="speak-title">{t('speak.title')}</h2>
      </header>
      <SpeakList
        onGrant={({ requestId }) => void give({ type: 'speak.grant', requestId, limitMs: SPEECH_MS })}
        onDecline={({ requestId }) => void give({ type: 'speak.decline', requestId })}
        onFinish={({ requestId }) => void give({ type: 'speak.finish', requestId })}
        onArrange={(requestIds) => void give({ type: 'speak.arrange', requestIds })}
      />
    </section>
  );
}
