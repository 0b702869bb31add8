import { type KeyboardEvent, memo, useMemo } from 'react';
import { useMeeting, useSites } from '../../live/use-live.ts';
import { groupSites, type WallGroup } from '../../live/wall-groups.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import type { Density } from './desk.ts';
import { useDeskState } from './desk-context.ts';
import { SiteTile } from './SiteTile.tsx';
import { moveFocus } from './wall-focus.ts';

/** All invited sites under their districts. */
export function Wall() {
  const t = useText();
  const density = useDeskState((state) => state.density);
  const groups = useGroups();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (moveFocus(event.currentTarget, event.key)) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for the tabulator; arrow keys move among the tiles.
    <section className="wall scrolls" aria-label={t('wall.label')} tabIndex={0} onKeyDown={onKeyDown}>
      {groups.map((group) => (
        <Group key={group.groupId} group={group} density={density} />
      ))}
      {groups.length === 0 && <p className="wall-empty">{t('wall.empty')}</p>}
    </section>
  );
}

/** Groups keep their identity while nothing about them changed, so that their tiles are left alone. */
function useGroups(): readonly WallGroup[] {
  const sites = useSites();
  const filter = useDeskState((state) => state.filter);
  const stage = useMeeting()?.stage ?? null;
  const groups = useMemo(() => groupSites(sites, filter, stage), [sites, filter, stage]);
  const text = JSON.stringify(groups);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the groups.
  return useMemo(() => groups, [text]);
}

const Group = memo(function Group({ group, density }: { group: WallGroup; density: Density }) {
  const t = useText();
  const { connected, total, problems } = group;
  return (
    <section className={`wall-group ${density}`} aria-label={group.name}>
      <h2>
        <span>{group.name}</span>
        <span className="muted">{t('wall.connected', { connected, total })}</span>
        {problems > 0 && (
          <span className="mark poor">
            <Icon name="bell" size={14} />
            {t('wall.problems', { count: problems })}
          </span>
        )}
      </h2>
      <ul>
        {group.siteIds.map((siteId) => (
          <SiteTile key={siteId} siteId={siteId} density={density} />
        ))}
      </ul>
    </section>
  );
});
