import type { ChamberId } from '@nhipcau/contracts';
import { Fragment, type KeyboardEvent, memo, useMemo } from 'react';
import type { LiveStore } from '../../live/live-store.ts';
import { useChamber, useLive, useSites, useWholeMeeting } from '../../live/use-live.ts';
import { type WallGroup, type WallRoom, wallRooms } from '../../live/wall-groups.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { chamberName } from './ChamberBar.tsx';
import type { Density } from './desk.ts';
import { useDesk, useDeskState } from './desk-context.ts';
import { SiteTile } from './SiteTile.tsx';
import { moveFocus } from './wall-focus.ts';

/** All invited sites under their districts; while the meeting is divided, room by room. */
export function Wall() {
  const t = useText();
  const density = useDeskState((state) => state.density);
  const rooms = useRooms();
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (moveFocus(event.currentTarget, event.key)) event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: one stop for the tabulator; arrow keys move among the tiles.
    <section className="wall scrolls" aria-label={t('wall.label')} tabIndex={0} onKeyDown={onKeyDown}>
      {rooms.map(({ chamberId, groups }) => (
        <Fragment key={chamberId ?? ''}>
          {chamberId !== null && rooms.length > 1 && <RoomHeading chamberId={chamberId} />}
          {groups.map((group) => (
            <Group key={group.groupId} group={group} density={density} />
          ))}
        </Fragment>
      ))}
      {rooms.length === 0 && <p className="wall-empty">{t('wall.empty')}</p>}
    </section>
  );
}

const readChambers = (live: LiveStore) => live.whole()?.chambers ?? null;
const readStage = (live: LiveStore) => live.whole()?.stage ?? null;
const readNothing = () => null;

/** Groups keep their identity while nothing about them changed, so that their tiles are left alone. */
function useRooms(): readonly WallRoom[] {
  const sites = useSites();
  const filter = useDeskState((state) => state.filter);
  const chambers = useLive('meeting', readChambers);
  // Who has the floor divides the wall only while it is narrowed to them.
  const stage = useLive('meeting', filter === 'floor' ? readStage : readNothing);
  const chamberId = useChamber();
  const rooms = useMemo(
    () => (chambers === null ? [] : wallRooms(sites, filter, { chambers, stage }, chamberId)),
    [sites, filter, chambers, stage, chamberId],
  );
  const text = JSON.stringify(rooms);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the rooms.
  return useMemo(() => rooms, [text]);
}

function RoomHeading({ chamberId }: { chamberId: ChamberId }) {
  const t = useText();
  const desk = useDesk();
  const chamber = useWholeMeeting()?.chambers.find((known) => known.chamberId === chamberId);
  if (!chamber) return null;
  return (
    <div className="wall-room">
      <Icon name={chamber.kind === 'technical' ? 'tool' : 'rooms'} />
      <strong>{chamberName(chamber, t)}</strong>
      <button type="button" className="button quiet" onClick={() => desk.look(chamberId)}>
        {t('chamber.enter')}
      </button>
    </div>
  );
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
