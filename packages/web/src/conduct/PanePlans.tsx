import type { LiveMeeting, Target } from '@nhipcau/contracts';
import { MAX_PANE_PLANS, PanePlanName } from '@nhipcau/contracts';
import { sitesIn } from '@nhipcau/domain';
import { useState } from 'react';
import { useDesk } from '../consoles/operator/desk-context.ts';
import { useConnection, useMeeting } from '../live/use-live.ts';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';

type Plan = LiveMeeting['panePlans'][number];

/** Arrangements kept under a name: shown again by one press, on air or on the chair's screen. */
export function PanePlans() {
  const t = useText();
  const desk = useDesk();
  const meeting = useMeeting();
  const [name, setName] = useState('');
  if (meeting?.phase !== 'live' || meeting.stage === null) return null;
  const { panePlans } = meeting;
  const isNamed = PanePlanName.safeParse(name).success;
  return (
    <details
      className="polling"
      onToggle={({ currentTarget }) =>
        currentTarget.open && currentTarget.scrollIntoView({ block: 'nearest' })
      }
    >
      <summary>{t('panes.title', { count: panePlans.length })}</summary>
      <ul className="pane-plans">
        {panePlans.map((plan) => (
          <Kept key={plan.name} plan={plan} />
        ))}
      </ul>
      <form
        className="pane-keep"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isNamed) return;
          void desk.give({ type: 'panePlan.save', name: name.trim(), target: 'broadcast' });
          setName('');
        }}
      >
        <input
          className="input"
          maxLength={40}
          value={name}
          placeholder={t('panes.name')}
          aria-label={t('panes.name')}
          onChange={({ target }) => setName(target.value)}
        />
        <button type="submit" className="button" disabled={!isNamed || panePlans.length >= MAX_PANE_PLANS}>
          {t('panes.keep')}
        </button>
      </form>
    </details>
  );
}

function Kept({ plan: { name, layout } }: { plan: Plan }) {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const sites = sitesIn(layout).map((siteId) => live.site(siteId)?.name ?? siteId);
  const show = (target: Target) => void desk.give({ type: 'stage.take', target, layout });
  return (
    <li>
      <span title={sites.join(', ')}>
        <strong>{name}</strong> <span className="muted">{sites.join(', ')}</span>
      </span>
      <button type="button" className="button air" onClick={() => show('broadcast')}>
        {t('panes.onAir')}
      </button>
      <button type="button" className="button" onClick={() => show('chairView')}>
        {t('panes.toChair')}
      </button>
      <button
        type="button"
        className="button quiet"
        aria-label={t('panes.drop', { name })}
        onClick={() => void desk.give({ type: 'panePlan.drop', name })}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}
