import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import type { DraftSite } from './draft-data.ts';
import { findingsAt, useForm } from './form-context.tsx';
import type { SiteWithGroup } from './site-groups.ts';

const ROW_PX = 46;
const OVERSCAN = 8;

/** The chosen sites, one line each: who chairs, how many come, whom to call. Only lines in sight are drawn. */
export function SiteTable() {
  const { draft, sites, speech } = useForm();
  const { t } = speech;
  const box = useRef<HTMLFieldSetElement>(null);
  const byId = useMemo(() => new Map(sites.map((site) => [site.siteId, site])), [sites]);
  const rows = useVirtualizer({
    count: draft.sites.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const [reached, setReached] = useState(0);
  const drawn = rows.getVirtualItems();
  // Of hundreds of lines one is a stop for the keyboard, and always one that is drawn.
  const stop = drawn.some(({ index }) => index === reached) ? reached : drawn[0]?.index;
  /** After the next picture: a line that was out of sight is drawn first. */
  const focusLine = (line: number, column: string) => {
    setReached(line);
    requestAnimationFrame(() =>
      box.current?.querySelector<HTMLElement>(`[data-line="${line}"] [data-column="${column}"]`)?.focus(),
    );
  };
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    const next = Math.min(Math.max((stop ?? 0) + step, 0), draft.sites.length - 1);
    rows.scrollToIndex(next);
    focusLine(next, event.target.dataset['column'] ?? '');
  };
  if (draft.sites.length === 0) return <p className="muted rf-empty">{t('form.noSites')}</p>;
  return (
    <fieldset className="rf-table scrolls" title={t('form.tableKeys')} ref={box} onKeyDown={walk}>
      <div className="rf-row rf-row-head" aria-hidden="true">
        <span>{t('form.col.chair')}</span>
        <span>{t('form.col.site')}</span>
        <span>{t('form.col.attendance')}</span>
        <span>{t('form.col.contact')}</span>
        <span>{t('form.col.phone')}</span>
        <span>{t('form.col.present')}</span>
        <span />
      </div>
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }} aria-label={t('form.chosen')}>
        {drawn.map(({ index, start, key }) => {
          const row = draft.sites[index];
          return row ? (
            <li key={key} style={{ position: 'absolute', top: start, left: 0, right: 0, height: ROW_PX }}>
              <Row
                row={row}
                index={index}
                site={byId.get(row.siteId)}
                isStop={index === stop}
                onReached={() => setReached(index)}
                onRemoved={() => focusLine(Math.min(index, draft.sites.length - 2), 'remove')}
              />
            </li>
          ) : null;
        })}
      </ul>
    </fieldset>
  );
}

function Row({
  row,
  index,
  site,
  isStop,
  onReached,
  onRemoved,
}: {
  row: DraftSite;
  index: number;
  site: SiteWithGroup | undefined;
  /** Whether Tab stops at the boxes of this line. */
  isStop: boolean;
  onReached: () => void;
  /** The focus goes on to the line that comes into its place. */
  onRemoved: () => void;
}) {
  const form = useForm();
  const { draft, change, speech, malformed, isTried } = form;
  const { t } = speech;
  const name = site?.name ?? row.siteId;
  const set = (patch: Partial<DraftSite>) =>
    change({ sites: draft.sites.map((one, at) => (at === index ? { ...one, ...patch } : one)) });
  const wrong = (entry: string): boolean =>
    findingsAt(form, `sites.${index}.${entry}`).length > 0 ||
    (isTried && malformed.has(`sites.${index}.${entry}`));
  const box = (column: string) => ({ 'data-column': column, tabIndex: isStop ? 0 : -1, onFocus: onReached });
  return (
    <div className="rf-row" data-line={index}>
      <input
        {...box('chair')}
        type="radio"
        name={`chair-site-${row.siteId}`}
        aria-label={t('form.chairAt', { name })}
        checked={draft.chairSiteId === row.siteId}
        onChange={() => change({ chairSiteId: row.siteId })}
      />
      <span className="rf-name" title={site?.groupName}>
        {site && <span className="rf-number">{site.number}</span>} {name}
      </span>
      <input
        {...box('attendance')}
        className="input"
        type="number"
        min={0}
        max={100_000}
        aria-label={t('form.attendanceAt', { name })}
        aria-invalid={wrong('attendance')}
        value={row.attendance ?? ''}
        onChange={(event) =>
          set({ attendance: event.target.value === '' ? null : Math.trunc(event.target.valueAsNumber) })
        }
      />
      <input
        {...box('contact')}
        className="input"
        aria-label={t('form.contactAt', { name })}
        aria-invalid={wrong('contactName')}
        value={row.contactName ?? ''}
        onChange={(event) => set({ contactName: event.target.value || null })}
      />
      <input
        {...box('phone')}
        className="input"
        type="tel"
        aria-label={t('form.phoneAt', { name })}
        aria-invalid={wrong('contactPhone')}
        value={row.contactPhone ?? ''}
        onChange={(event) => set({ contactPhone: event.target.value || null })}
      />
      <input
        {...box('present')}
        type="checkbox"
        aria-label={t('form.presentAt', { name })}
        checked={row.mayPresent}
        onChange={(event) => set({ mayPresent: event.target.checked })}
      />
      <button
        {...box('remove')}
        type="button"
        className="button quiet icon-only"
        aria-label={t('form.removeSite', { name })}
        onClick={() => {
          change({
            sites: draft.sites.filter((_, at) => at !== index),
            chairSiteId: draft.chairSiteId === row.siteId ? null : draft.chairSiteId,
          });
          onRemoved();
        }}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}
