import type { LiveMeeting } from '@nhipcau/contracts';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { Icon } from '../ui/Icon.tsx';
import { TrunkDialog, useExternals, useTrunks } from './TrunkDialog.tsx';

/** Opens the other installations of a meeting; says at a glance whether one waits or is cut off. */
export function TrunkButton({ meeting }: { meeting: LiveMeeting }) {
  const t = useText();
  const { data } = useTrunks(meeting);
  const { data: externals } = useExternals(meeting);
  const [isOpen, setOpen] = useState(false);
  const open = (data?.trunks ?? []).filter(({ word }) => word !== 'ended');
  const isBroken = open.some(({ word }) => word !== 'joined' && word !== 'invited');
  const waiting = (data?.invitations.length ?? 0) + (externals?.asks.length ?? 0);
  const count = open.length + waiting;
  const tone = isBroken ? 'alarm' : waiting > 0 ? 'primary' : 'quiet';
  const label = count > 0 ? t('trunk.openCount', { count }) : t('trunk.open');
  return (
    <>
      <button
        type="button"
        className={`button trunk-open ${tone}`}
        aria-label={label}
        title={label}
        onClick={() => setOpen(true)}
      >
        <Icon name="bridge" />
        <span>{label}</span>
      </button>
      {isOpen && <TrunkDialog meeting={meeting} onClose={() => setOpen(false)} />}
    </>
  );
}
