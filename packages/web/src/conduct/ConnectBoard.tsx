import { useText } from '../text/language.tsx';
import { ConnectShape } from './ConnectShape.tsx';
import { type ConnectingSite, type ConnectState, connectStates } from './connect-state.ts';
import type { ConnectDesk } from './use-connect.ts';

/** Every site as a cell under its district: number, shape and colour say how far it is. */
export function ConnectBoard({
  desk,
  filter,
  onFilter,
}: {
  desk: ConnectDesk;
  filter: ConnectState | null;
  onFilter: (state: ConnectState | null) => void;
}) {
  const t = useText();
  const shown = desk.sites.filter(({ state }) => filter === null || state === filter);
  const byGroup = [...Map.groupBy(shown, ({ site }) => site.groupId).values()];
  const groups = byGroup.filter((sites) => sites.length > 1);
  const alone = byGroup.filter((sites) => sites.length === 1).flat();
  return (
    <>
      <fieldset className="connect-states" aria-label={t('connect.filter')}>
        {connectStates.map((state) => {
          const count = desk.sites.filter((one) => one.state === state).length;
          return (
            <button
              type="button"
              key={state}
              className={`connect-mark ${state}`}
              aria-pressed={filter === state}
              disabled={count === 0 && filter !== state}
              onClick={() => onFilter(filter === state ? null : state)}
            >
              <ConnectShape state={state} />
              {t(`connect.is.${state}`)} <strong>{count}</strong>
            </button>
          );
        })}
      </fieldset>
      <section className="connect-groups" aria-label={t('connect.board')}>
        {groups.map((sites) => (
          <Group
            key={sites[0]?.site.groupId}
            name={sites[0]?.site.groupName ?? ''}
            sites={sites}
            desk={desk}
          />
        ))}
        {alone.length > 0 && <Group name={t('connect.others')} sites={alone} desk={desk} />}
      </section>
    </>
  );
}

function Group({ name, sites, desk }: { name: string; sites: readonly ConnectingSite[]; desk: ConnectDesk }) {
  const t = useText();
  const done = sites.filter(({ state }) => state === 'good' || state === 'waived').length;
  return (
    <section className="panel connect-group" aria-label={name}>
      <h2>
        {name} <span className="muted">{`${done}/${sites.length}`}</span>
      </h2>
      <ul>
        {sites.map(({ site, state }) => (
          <li key={site.siteId}>
            <button
              type="button"
              className={`connect-tile ${state}`}
              aria-pressed={desk.chosen?.site.siteId === site.siteId}
              aria-label={`${site.number} ${site.name}: ${t(`connect.is.${state}`)}`}
              title={`${site.name}: ${t(`connect.is.${state}`)}`}
              onClick={() => desk.choose(site.siteId)}
            >
              <ConnectShape state={state} />
              {site.number}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
