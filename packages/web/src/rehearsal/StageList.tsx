import type { Rehearsal } from '@nhipcau/contracts';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';

/** The stages in their order, the one that runs marked. */
export function StageList({ rehearsal: { stages, current } }: { rehearsal: Rehearsal }) {
  const { t, language } = useLanguage();
  const running = current !== null && current.endedAt === null ? current.stage : null;
  return (
    <ol className="reh-stages" aria-label={t('reh.stages')}>
      {stages.map(({ stage, name, sites, passed, again, plannedFrom, plannedTo }) => (
        <li
          key={stage}
          className={`panel ${stage === running ? 'running' : ''}`}
          aria-current={stage === running ? 'step' : undefined}
        >
          <header>
            <strong>{stages.length > 1 ? `${t('reh.stage', { n: stage })}. ${name}` : name}</strong>
            {stage === running && <span className="reh-tag">{t('reh.running')}</span>}
          </header>
          {stages.length > 1 && (
            <span className="muted">
              {plannedFrom !== null && plannedTo !== null
                ? t('reh.planned', {
                    from: dateAndTime(plannedFrom, language),
                    to: dateAndTime(plannedTo, language),
                  })
                : t('reh.unplanned')}
            </span>
          )}
          <span>
            {t('reh.passed', { passed, sites })}
            {again > 0 && <span className="reh-bad">{`, ${t('reh.again', { n: again })}`}</span>}
          </span>
          <progress value={passed} max={Math.max(1, sites)} aria-label={name} />
        </li>
      ))}
    </ol>
  );
}
