import type { SiteId } from '@nhipcau/contracts';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { withSites } from './draft-data.ts';
import { useForm } from './form-context.tsx';
import { matchingSites, siteGroups } from './site-groups.ts';

const MOST_FOUND = 40;

/** Dozens of groups, or of sites, are one stop for the keyboard; arrows go from one to the next. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('button, input')];
  const here = stops.findIndex((stop) => stop.matches(':focus'));
  stops[Math.min(Math.max(here + step, 0), stops.length - 1)]?.focus();
}

/** Sites by level and by district, and single ones by number or name: one press takes all of a group. */
export function SitePicker() {
  const { draft, change, sites, directory, speech } = useForm();
  const { t } = speech;
  const [typed, setTyped] = useState('');
  const chosen = useMemo(() => new Set(draft.sites.map(({ siteId }) => siteId)), [draft.sites]);
  const groups = useMemo(() => siteGroups(sites, directory), [sites, directory]);
  const found = useMemo(() => matchingSites(sites, typed), [sites, typed]);
  const add = (siteIds: readonly SiteId[]) => {
    const more = withSites(draft.sites, siteIds);
    const chair = sites.find(({ siteId, roles }) => siteIds.includes(siteId) && roles.includes('chair'));
    change({ sites: more, chairSiteId: draft.chairSiteId ?? chair?.siteId ?? null });
  };
  const drop = (siteIds: readonly SiteId[]) =>
    change({
      sites: draft.sites.filter(({ siteId }) => !siteIds.includes(siteId)),
      chairSiteId:
        draft.chairSiteId !== null && siteIds.includes(draft.chairSiteId) ? null : draft.chairSiteId,
    });
  const [reached, setReached] = useState(0);
  const [reachedSite, setReachedSite] = useState(0);
  const shown = found.slice(0, MOST_FOUND);
  const list = useRef<HTMLFieldSetElement>(null);
  const first = found.find(({ siteId }) => !chosen.has(siteId));
  return (
    <div className="rf-picker">
      <fieldset
        className="rf-groups scrolls"
        aria-label={t('form.groups')}
        title={t('form.groupsKeys')}
        onKeyDown={walk}
      >
        {groups.map(({ key, name, kind, siteIds }, index) => {
          const taken = siteIds.filter((siteId) => chosen.has(siteId)).length;
          const isWhole = taken === siteIds.length;
          return (
            <button
              key={key}
              type="button"
              className={`rf-group ${kind}`}
              aria-pressed={isWhole}
              tabIndex={index === reached ? 0 : -1}
              onFocus={() => setReached(index)}
              onClick={() => (isWhole ? drop(siteIds) : add(siteIds))}
            >
              <span>{kind === 'level' ? t('form.wholeLevel', { name }) : name}</span>
              <span className="rf-count">{taken > 0 ? `${taken}/${siteIds.length}` : siteIds.length}</span>
            </button>
          );
        })}
      </fieldset>
      <div className="rf-found">
        <input
          className="input"
          type="search"
          aria-label={t('form.siteSearch')}
          placeholder={t('form.siteSearchHint')}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setReachedSite(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') {
              event.preventDefault();
              list.current?.querySelector<HTMLElement>('input[tabindex="0"]')?.focus();
              return;
            }
            if (event.key !== 'Enter' || typed === '' || !first) return;
            event.preventDefault();
            add([first.siteId]);
            setTyped('');
          }}
        />
        <fieldset
          className="rf-found-sites scrolls"
          aria-label={t('form.found')}
          title={t('form.foundKeys')}
          ref={list}
          onKeyDown={walk}
        >
          {shown.map(({ siteId, number, name, groupName }, index) => (
            <label className="reg-check" key={siteId}>
              <input
                type="checkbox"
                checked={chosen.has(siteId)}
                tabIndex={index === Math.min(reachedSite, shown.length - 1) ? 0 : -1}
                onFocus={() => setReachedSite(index)}
                onChange={(event) => (event.target.checked ? add([siteId]) : drop([siteId]))}
              />
              <span>
                <span className="rf-number">{number}</span> {name} <span className="muted">{groupName}</span>
              </span>
            </label>
          ))}
          {found.length > MOST_FOUND && (
            <p className="muted">{t('form.moreFound', { count: found.length - MOST_FOUND })}</p>
          )}
          {found.length === 0 && <p className="muted">{t('form.noneFound')}</p>}
        </fieldset>
      </div>
    </div>
  );
}
