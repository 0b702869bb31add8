import type { ChamberId, LiveChamber, LiveMeeting } from '@nhipcau/contracts';
import { openChambers } from '@nhipcau/domain';
import { useState } from 'react';
import { shortName } from '../../live/bare-name.ts';
import { chamberOf } from '../../live/rooms-of.ts';
import { useChamber, useSites, useWholeMeeting } from '../../live/use-live.ts';
import { isPresent } from '../../live/wall-groups.ts';
import type { Translate } from '../../text/catalogue.ts';
import { useText } from '../../text/language.tsx';
import { TrunkButton } from '../../trunk/TrunkButton.tsx';
import { HoldButton } from '../../ui/HoldButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { DivideDialog } from './DivideDialog.tsx';
import { useDesk } from './desk-context.ts';
import { RoomChoice } from './RoomChoice.tsx';

/** Name of a chamber; the technical room has one in the language of the reader. */
export const chamberName = ({ kind, name }: Pick<LiveChamber, 'kind' | 'name'>, t: Translate): string =>
  kind === 'technical' ? t('chamber.technical') : shortName(name);

/** The technical room stands last, whenever it was opened. */
const inOrder = (chambers: readonly LiveChamber[]): LiveChamber[] =>
  [...chambers].sort((a, b) => Number(a.kind === 'technical') - Number(b.kind === 'technical'));

/** The rooms of the meeting: which one is conducted, and how they are divided and joined again. */
export function ChamberBar() {
  const meeting = useWholeMeeting();
  if (meeting?.phase !== 'live') return null;
  return <Bar meeting={meeting} />;
}

function Bar({ meeting }: { meeting: LiveMeeting }) {
  const t = useText();
  const desk = useDesk();
  const [isDividing, setDividing] = useState(false);
  const planned = meeting.chambers.filter(({ kind }) => kind === 'private');
  const isSplit = planned.some(({ isOpen }) => isOpen);
  const divideText = t(planned.length > 0 ? 'chamber.change' : 'chamber.divide');
  const open = inOrder(openChambers(meeting.chambers));
  return (
    <div className="chamber-bar" role="toolbar" aria-label={t('chamber.label')}>
      {open.length > 0 && (
        <div className="chamber-tabs">
          <RoomTab chamberId={null} name={t('chamber.common')} meeting={meeting} />
          {open.map((chamber) => (
            <RoomTab
              key={chamber.chamberId}
              chamberId={chamber.chamberId}
              name={chamberName(chamber, t)}
              meeting={meeting}
            />
          ))}
        </div>
      )}
      <div className="chamber-acts">
        <RoomChoice meeting={meeting} />
        {planned.length > 0 && !isSplit && (
          <HoldButton hint={t('meeting.holdHint')} onHeld={() => desk.split()}>
            <Icon name="split" />
            {t('chamber.split', { count: planned.length })}
          </HoldButton>
        )}
        {isSplit && (
          <HoldButton className="primary" hint={t('meeting.holdHint')} onHeld={() => desk.merge()}>
            <Icon name="merge" />
            {t('chamber.merge')}
          </HoldButton>
        )}
        <TrunkButton meeting={meeting} />
        {!isSplit && (
          <button
            type="button"
            className="button quiet"
            aria-label={divideText}
            title={divideText}
            onClick={() => setDividing(true)}
          >
            <Icon name="rooms" />
            <span className="wide">{divideText}</span>
          </button>
        )}
      </div>
      {isDividing && <DivideDialog meeting={meeting} onClose={() => setDividing(false)} />}
    </div>
  );
}

function RoomTab({
  chamberId,
  name,
  meeting,
}: {
  chamberId: ChamberId | null;
  name: string;
  meeting: LiveMeeting;
}) {
  const t = useText();
  const desk = useDesk();
  const chosen = useChamber();
  const sites = useSites().filter(
    ({ siteId }) => (chamberOf(meeting, siteId)?.chamberId ?? null) === chamberId,
  );
  const present = sites.filter(isPresent).length;
  return (
    <button
      type="button"
      className="button chamber-tab"
      aria-pressed={chosen === chamberId}
      title={name}
      onClick={() => desk.look(chamberId)}
    >
      <span className="chamber-name">{name}</span>
      <span className={`count ${present < sites.length ? 'alarm' : ''}`}>
        {t('times.of', { present, total: sites.length })}
      </span>
    </button>
  );
}
