import type { CapacityLine } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { useLanguage, useText } from '../text/language.tsx';
import { fetchCapacity } from './calls.ts';
import { amount, unitOf } from './conflict-text.ts';

const SHOWN = 8;
const REFRESH_MS = 30_000;

/** How full MCUs, links and sessions get in the time shown, the fullest first. */
export function CapacityStrip({ from, to }: { from: number; to: number }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['schedule', 'capacity', from, to],
    queryFn: ({ signal }) => fetchCapacity(from, to, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: (before) => before,
  });
  const used = (data?.lines ?? []).filter(({ asked, available }) => asked > 0 || available !== null);
  if (used.length === 0) return null;
  const fullest = used.toSorted((a, b) => shareOf(b) - shareOf(a) || b.asked - a.asked).slice(0, SHOWN);
  return (
    <section className="schedule-capacity" aria-label={t('schedule.capacity')}>
      {fullest.map((line) => (
        <Meter key={`${line.kind} ${line.resourceId}`} line={line} />
      ))}
    </section>
  );
}

const shareOf = ({ asked, available }: CapacityLine): number =>
  available === null ? 0 : available === 0 ? (asked > 0 ? 1 : 0) : asked / available;

function Meter({ line }: { line: CapacityLine }) {
  const { t, language } = useLanguage();
  const { kind, name, available, firm, asked } = line;
  const used = amount(asked, language);
  const text =
    available === null
      ? t('schedule.capacity.free', { used })
      : t('schedule.capacity.of', { used, available: amount(available, language) });
  const most = Math.max(available ?? asked, 1);
  return (
    <div className={`schedule-meter${available !== null && asked > available ? ' schedule-over' : ''}`}>
      <span>{name === '' ? t('schedule.sessions') : name}</span>
      <b>
        {text} {unitOf(kind, { t })}
      </b>
      <div className="schedule-bar">
        <i style={{ width: `${Math.min(100, (asked / most) * 100)}%` }} className="schedule-bar-asked" />
        <i style={{ width: `${Math.min(100, (firm / most) * 100)}%` }} />
      </div>
    </div>
  );
}
