import './conduct.css';
import { type FormEvent, useState } from 'react';
import type { RoomClient } from '../room/room-client.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

/** The chair site asks who attends here: a number, and names where they are wanted (R-CDT-15). */
export function AttendanceQuestion({ client }: { client: RoomClient }) {
  const t = useText();
  const [count, setCount] = useState('');
  const [people, setPeople] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const give = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(await client.giveAttendance(Number(count), people.trim()));
  };
  return (
    <form
      className="attendance-question"
      onSubmit={(event) => void give(event)}
      aria-label={t('attend.question')}
    >
      <strong>{t('attend.question')}</strong>
      <label className="field">
        <span>{t('attend.count')}</span>
        <input
          className="input"
          type="number"
          required
          min={0}
          max={100_000}
          value={count}
          onChange={({ target }) => setCount(target.value)}
        />
      </label>
      <label className="field">
        <span>{t('attend.people')}</span>
        <input
          className="input"
          maxLength={2000}
          value={people}
          onChange={({ target }) => setPeople(target.value)}
        />
      </label>
      <button type="submit" className="button primary">
        {t('attend.give')}
      </button>
      <FailureText code={failure} />
    </form>
  );
}
