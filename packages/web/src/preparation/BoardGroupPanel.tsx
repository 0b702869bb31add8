import type { BoardGroup } from '@nhipcau/contracts';
import { useState } from 'react';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import type { ShownGroup } from './board-groups.ts';
import { overrideClearance } from './calls.ts';
import { ReadinessShape } from './ReadinessShape.tsx';

/** One area: a tile for each site, and whether the area may be connected. */
export function BoardGroupPanel({
  group,
  meetingId,
  mayOrder,
  chosen,
  onChoose,
}: {
  group: ShownGroup;
  meetingId: string;
  mayOrder: boolean;
  chosen: string | null;
  onChoose: (siteId: string) => void;
}) {
  const { t } = useLanguage();
  const { sites } = group;
  const name = group.areSingles ? t('board.singles') : group.name || t('board.above');
  const ready = sites.filter(({ state }) => state === 'ready' || state === 'onTrack').length;
  return (
    <section className="panel rdy-group" aria-label={name}>
      <h2>
        {name} <span className="muted">{`${ready}/${sites.length}`}</span>
      </h2>
      <ul>
        {sites.map((site) => (
          <li key={site.siteId}>
            <button
              type="button"
              className={`rdy-tile ${site.state}`}
              aria-pressed={site.siteId === chosen}
              aria-label={`${site.number} ${site.name}: ${t(`ready.${site.state}`)}`}
              title={`${site.name}: ${t(`ready.${site.state}`)}`}
              onClick={() => onChoose(site.siteId)}
            >
              <ReadinessShape state={site.state} />
              {site.number}
            </button>
          </li>
        ))}
      </ul>
      <Clearance group={group} meetingId={meetingId} mayOrder={mayOrder} />
    </section>
  );
}

function Clearance({
  group: { clearance, organisationId },
  meetingId,
  mayOrder,
}: {
  group: BoardGroup;
  meetingId: string;
  mayOrder: boolean;
}) {
  const { t } = useLanguage();
  const [overriding, setOverriding] = useState(false);
  if (clearance === null) return null;
  const { cleared, missing, override } = clearance;
  if (override !== null) return <p className="muted">{t('board.overridden', { reason: override })}</p>;
  if (cleared) return <p className="mark good">{t('board.cleared')}</p>;
  return (
    <p className="rdy-uncleared">
      <span className="muted">{t('board.uncleared', { n: missing })}</span>
      {mayOrder && organisationId !== null && (
        <button type="button" className="button quiet" onClick={() => setOverriding(true)}>
          {t('board.override')}
        </button>
      )}
      <ActDrawer<{ reason: string }>
        title={t('board.override')}
        isOpen={overriding}
        onClose={() => setOverriding(false)}
        initial={{}}
        act={({ reason }) => overrideClearance(meetingId, organisationId ?? '', reason)}
      >
        <TextField name="reason" label={t('staff.reason')} required rows={4} />
      </ActDrawer>
    </p>
  );
}
