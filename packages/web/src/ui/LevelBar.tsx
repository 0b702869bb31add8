import { LOUD_DB, meterShare } from './quality.ts';

/** A microphone's loudness as a bar; the number is for screen readers. */
export function LevelBar({ db, label }: { db: number | null; label: string }) {
  const share = meterShare(db);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be drawn the same in all browsers.
    <span
      className="meter"
      role="meter"
      aria-label={label}
      aria-valuemin={-60}
      aria-valuemax={0}
      aria-valuenow={db === null ? -60 : Math.round(Math.max(-60, db))}
    >
      <span
        className={db !== null && db > LOUD_DB ? 'loud' : undefined}
        style={{ transform: `scaleX(${share})` }}
      />
    </span>
  );
}
