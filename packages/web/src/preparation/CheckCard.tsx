import type { AudioReading, CheckAnswer, CheckLine, CheckOutcome } from '@nhipcau/contracts';
import { isWithin, unreadAudio } from '@nhipcau/domain';
import { useId, useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { AudioReadings, typedReadings } from './AudioReadings.tsx';
import { isRead, limitText, measureText, readValue } from './measures.ts';

type Given = Omit<CheckAnswer, 'key' | 'phase' | 'answeredAt'>;

/** One item: what is checked, by which words of the regulation, and three answers. */
export function CheckCard({
  line,
  place,
  isOpen,
  isWaiting,
  onAnswer,
  onBack,
  onNext,
}: {
  line: CheckLine;
  place: string;
  isOpen: boolean;
  isWaiting: boolean;
  onAnswer: (given: Given) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(line.value === null ? '' : String(line.value));
  const [note, setNote] = useState('');
  const [seated, setSeated] = useState(false);
  const [failing, setFailing] = useState(false);
  const [readings, setReadings] = useState<AudioReading[]>([...(line.audio?.read ?? [])]);
  const read = typedReadings(readings);
  const noteId = useId();
  const value = readValue(line, typed);
  const needsValue = line.limit !== null || line.kind === 'machine';
  const mayPass =
    (!needsValue || value !== null) &&
    isWithin(line, value) &&
    (!line.fromChairSeat || seated) &&
    unreadAudio(line.audio?.sets ?? [], read).length === 0;
  const give = (outcome: CheckOutcome) =>
    onAnswer({
      item: line.key,
      outcome,
      value: outcome === 'notApplicable' ? null : value,
      note: note.trim() === '' ? null : note.trim(),
      fromChairSeat: line.fromChairSeat && seated && outcome === 'passed',
      ...(line.audio === null || outcome === 'notApplicable' ? {} : { audio: read }),
    });
  return (
    <section className="panel chk-card" aria-labelledby={`${noteId}-title`}>
      <p className="overline">
        {place}
        {line.binding === 'advice' && <span className="chk-tag">{t('chk.advice')}</span>}
      </p>
      <h2 id={`${noteId}-title`}>{line.text}</h2>
      <Basis line={line} />
      {isRead(line) && (
        <label className="field">
          <span>
            {t(measureText(line.measure))}
            {line.limit && ` (${limitText(line.limit, t)})`}
          </span>
          <input
            className="input"
            inputMode={line.limit === null ? 'text' : 'decimal'}
            value={typed}
            disabled={!line.mayAnswer || !isOpen}
            onChange={({ target }) => setTyped(target.value)}
          />
        </label>
      )}
      {line.audio && (
        <AudioReadings
          audio={line.audio}
          readings={readings}
          isDisabled={!line.mayAnswer || !isOpen}
          onChange={setReadings}
        />
      )}
      {line.fromChairSeat && line.mayAnswer && (
        <label className="chk-seat">
          <input type="checkbox" checked={seated} onChange={({ target }) => setSeated(target.checked)} />
          {t('chk.seat')}
        </label>
      )}
      {failing && (
        <label className="field" htmlFor={noteId}>
          <span>{line.faultTo ? t('chk.noteFail', { to: line.faultTo }) : t('chk.noteFailPlain')}</span>
          <textarea
            id={noteId}
            className="input"
            rows={3}
            maxLength={300}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </label>
      )}
      <Last line={line} isWaiting={isWaiting} />
      {line.mayAnswer && isOpen && (
        <div className="chk-answers">
          <button
            type="button"
            className="button primary large"
            disabled={!mayPass}
            onClick={() => give('passed')}
          >
            <Icon name="check" />
            {t('chk.pass')}
          </button>
          <button
            type="button"
            className="button large chk-fail"
            onClick={() => (failing ? give('failed') : setFailing(true))}
          >
            <Icon name="close" />
            {failing ? `${t('chk.send')}: ${t('chk.fail')}` : t('chk.fail')}
          </button>
          {line.mayNotApply && (
            <button type="button" className="button" onClick={() => give('notApplicable')}>
              {t('chk.notApplicable')}
            </button>
          )}
        </div>
      )}
      {!line.mayAnswer && <p className="muted">{t('chk.others')}</p>}
      <div className="chk-moves">
        <button type="button" className="button quiet" onClick={onBack}>
          {t('chk.back')}
        </button>
        <button type="button" className="button quiet" onClick={onNext}>
          {t('chk.skip')}
        </button>
      </div>
    </section>
  );
}

function Basis({ line }: { line: CheckLine }) {
  const { t } = useLanguage();
  return (
    <>
      {line.cite.map(({ article, quote }) => (
        <p key={article + quote} className="chk-basis">
          <strong>{article}</strong> <q>{quote}</q>
        </p>
      ))}
      {line.note !== null && <p className="muted">{line.note}</p>}
      {line.kind !== 'person' && <p className="muted">{t('chk.machine')}</p>}
    </>
  );
}

function Last({ line, isWaiting }: { line: CheckLine; isWaiting: boolean }) {
  const { t, language } = useLanguage();
  if (isWaiting) return <p className="mark fair">{t('chk.waitingHere')}</p>;
  if (line.answeredAt === null || line.byName === null) return null;
  return (
    <p className={`mark ${line.state === 'passed' ? 'good' : line.state === 'failed' ? 'bad' : 'fair'}`}>
      {t('chk.answered', {
        state: t(`chk.state.${line.state}`),
        at: dateAndTime(line.answeredAt, language),
        by: line.byName,
      })}
      {line.resultNote !== null && ` – ${line.resultNote}`}
    </p>
  );
}
