import { ChamberId, type LiveMeeting } from '@nhipcau/contracts';
import { shortName } from '../../live/bare-name.ts';
import { chamberOf } from '../../live/rooms-of.ts';
import { useText } from '../../text/language.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useDesk, useDeskState } from './desk-context.ts';

/** Where the site in hand is, and how it gets elsewhere: another private room, or aside to the technical room. */
export function RoomChoice({ meeting }: { meeting: LiveMeeting }) {
  const t = useText();
  const desk = useDesk();
  const siteId = useDeskState((state) => state.selected);
  if (siteId === null || siteId === meeting.chairSiteId) return null;
  const isAside = chamberOf(meeting, siteId)?.kind === 'technical';
  const rooms = meeting.chambers.filter(({ kind }) => kind === 'private');
  const home = rooms.find(({ members }) => members.includes(siteId));
  const asideText = t(isAside ? 'chamber.bringBack' : 'chamber.setAside');
  return (
    <span className="room-choice">
      {rooms.length > 0 && (
        <select
          className="input compact"
          aria-label={t('chamber.moveTo')}
          title={t('chamber.moveTo')}
          value={home?.chamberId ?? ''}
          onChange={({ target }) =>
            desk.move(siteId, target.value === '' ? null : ChamberId.parse(target.value))
          }
        >
          <option value="">{t('chamber.common')}</option>
          {rooms.map(({ chamberId, name }) => (
            <option key={chamberId} value={chamberId}>
              {shortName(name)}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className="button"
        aria-pressed={isAside}
        aria-label={`${asideText} ${t('key.k')}`}
        title={asideText}
        onClick={() => desk.toggleAside()}
      >
        <Icon name="tool" />
        <span className="wide">{asideText}</span> <kbd>{t('key.k')}</kbd>
      </button>
    </span>
  );
}
