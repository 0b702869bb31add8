import { useMemo } from 'react';
import { useSites, useStage } from '../../live/use-live.ts';
import { countFilters, type WallFilter } from '../../live/wall-groups.ts';
import type { TextKey } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import type { Density } from './desk.ts';
import { useDesk, useDeskState } from './desk-context.ts';

const filters = [
  { filter: 'all', text: 'filter.all' },
  { filter: 'absent', text: 'filter.absent' },
  { filter: 'floor', text: 'filter.floor' },
  { filter: 'problem', text: 'filter.problem' },
] as const satisfies readonly { filter: WallFilter; text: TextKey }[];

const densities = [
  { density: 'tiles', text: 'density.tiles', icon: 'tiles' },
  { density: 'rows', text: 'density.rows', icon: 'rows' },
  { density: 'matrix', text: 'density.matrix', icon: 'matrix' },
] as const satisfies readonly { density: Density; text: TextKey; icon: IconName }[];

export function WallBar() {
  const t = useText();
  const desk = useDesk();
  const sites = useSites();
  const stage = useStage();
  const chosen = useDeskState((state) => state.filter);
  const density = useDeskState((state) => state.density);
  const counts = useMemo(() => countFilters(sites, stage), [sites, stage]);
  return (
    <div className="wall-bar" role="toolbar" aria-label={t('wall.tools')}>
      <div className="segments">
        {filters.map(({ filter, text }) => (
          <button
            key={filter}
            type="button"
            className="button"
            aria-pressed={chosen === filter}
            onClick={() => desk.store.set({ filter })}
          >
            {t(text)}
            <span className={`count ${filter === 'problem' && counts.problem > 0 ? 'alarm' : ''}`}>
              {counts[filter]}
            </span>
          </button>
        ))}
      </div>
      <div className="segments">
        {densities.map(({ density: each, text, icon }) => (
          <button
            key={each}
            type="button"
            className="button icon-only"
            aria-pressed={density === each}
            aria-label={t(text)}
            title={t(text)}
            onClick={() => desk.setDensity(each)}
          >
            <Icon name={icon} />
          </button>
        ))}
      </div>
    </div>
  );
}
