import type { RoomState } from '../../room/room-state.ts';
import { useText } from '../../text/language.tsx';
import { useSecond } from '../../ui/use-now.ts';
import { lineWords } from './line-words.ts';

export function LineBanner({ room }: { room: RoomState }) {
  const t = useText();
  const now = useSecond();
  const words = lineWords(
    { line: room.line, unreachable: room.unreachable.length, refusal: room.refusal, now },
    t,
  );
  return (
    <div className="line-banner" aria-live="assertive">
      {words && <p className={`banner ${words.tone}`}>{words.text}</p>}
    </div>
  );
}
