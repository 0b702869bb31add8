import { useText } from '../text/language.tsx';

const kinds = ['official', 'rehearsal', 'setup', 'local'] as const;

/** What the looks of the calendar mean, and how much it shows. */
export function ScheduleLegend({ rows, entries }: { rows: number; entries: number }) {
  const t = useText();
  return (
    <p className="schedule-legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <i className={`schedule-swatch schedule-${kind}`} />
          {t(`schedule.kind.${kind}`)}
        </span>
      ))}
      <span>
        <i className="schedule-swatch schedule-official schedule-asked" />
        {t('schedule.asked')}
      </span>
      <span>
        <i className="schedule-swatch schedule-official schedule-disputed" />
        {t('schedule.disputed')}
      </span>
      <span className="muted">{t('schedule.move.hint')}</span>
      <span className="muted">{t('schedule.count', { rows, entries })}</span>
    </p>
  );
}
