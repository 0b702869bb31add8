import type { Quality } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';
import { qualityText } from './quality.ts';

/** Shapes tell the five qualities apart without colour: tick, dot, triangle, cross, ring. */
export function QualityShape({ quality }: { quality: Quality }) {
  return (
    <svg
      width="12"
      height="12"
      viewBox="0 0 12 12"
      aria-hidden="true"
      fill="currentColor"
      stroke="currentColor"
    >
      {quality === 'good' && (
        <path d="m1.500 6.500 3 3 6-7" fill="none" strokeWidth="2" strokeLinecap="round" />
      )}
      {quality === 'fair' && <circle cx="6" cy="6" r="3.500" stroke="none" />}
      {quality === 'poor' && <path d="M6 1.500 11 10.500H1z" stroke="none" />}
      {quality === 'bad' && (
        <path d="m2 2 8 8M10 2 2 10" fill="none" strokeWidth="2.200" strokeLinecap="round" />
      )}
      {quality === 'unknown' && (
        <circle cx="6" cy="6" r="4" fill="none" strokeWidth="1.500" strokeDasharray="2 2" />
      )}
    </svg>
  );
}

export function QualityMark({ quality }: { quality: Quality }) {
  const t = useText();
  return (
    <span className={`mark ${quality}`}>
      <QualityShape quality={quality} />
      {t(qualityText[quality])}
    </span>
  );
}
