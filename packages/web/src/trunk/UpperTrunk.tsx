import { type LiveMeeting, type MeetingTrunk, SiteId } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSites } from '../live/use-live.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { setTrunkPicture } from './calls.ts';
import { JoinForm } from './JoinForm.tsx';
import { TrunkState } from './TrunkState.tsx';

/** The conference above that this meeting takes part in: its state, the picture that goes up, what is lent. */
export function UpperTrunk({ meeting, trunk }: { meeting: LiveMeeting; trunk: MeetingTrunk }) {
  const t = useText();
  const queries = useQueryClient();
  const sites = useSites();
  const { meetingId } = meeting;
  const { trunkId, peerName, mode, siteIds, outSiteId } = trunk;
  const choosing = useMutation({
    mutationFn: (siteId: SiteId | null) => setTrunkPicture(meetingId, trunkId, siteId),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['trunks', meetingId] }),
  });
  return (
    <div className="trunk-line">
      <strong>{peerName}</strong>
      <TrunkState trunk={trunk} />
      {mode === 'oneSite' && (
        <label className="trunk-picture">
          <span>{t('trunk.picture')}</span>
          <select
            className="input"
            value={outSiteId ?? ''}
            onChange={({ target }) =>
              choosing.mutate(target.value === '' ? null : SiteId.parse(target.value))
            }
          >
            <option value="">{t('trunk.pictureOnAir')}</option>
            {sites
              .filter(({ level }) => level !== 'guest')
              .map(({ siteId, name }) => (
                <option key={siteId} value={siteId}>
                  {name}
                </option>
              ))}
          </select>
        </label>
      )}
      <FailureText code={codeOf(choosing.error)} />
      {mode !== null && <JoinForm meeting={meeting} trunkId={trunkId} joined={{ mode, siteIds }} />}
    </div>
  );
}
