import './trunk.css';
import type { LiveMeeting, MeetingTrunk, MeetingTrunks } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { endTrunk, fetchTrunks, inviteLower } from './calls.ts';
import { JoinForm } from './JoinForm.tsx';
import { TrunkState } from './TrunkState.tsx';
import { UpperTrunk } from './UpperTrunk.tsx';

const LOOK_EVERY_MS = 2_000;

export const useTrunks = (meeting: LiveMeeting) =>
  useQuery({
    queryKey: ['trunks', meeting.meetingId],
    queryFn: ({ signal }) => fetchTrunks(meeting.meetingId, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });

/** Other installations in this meeting: the conference above it takes part in, and those below that take part. */
export function TrunkDialog({ meeting, onClose }: { meeting: LiveMeeting; onClose: () => void }) {
  const t = useText();
  const { data } = useTrunks(meeting);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="panel trunk-dialog" aria-labelledby="trunk-title" onClose={onClose}>
      <div className="scrolls">
        <h2 id="trunk-title">{t('trunk.menu')}</h2>
        {data && <Above meeting={meeting} trunks={data} />}
        {data && <Below meeting={meeting} trunks={data} />}
      </div>
      <div className="divide-acts">
        <button type="button" className="button" onClick={onClose}>
          {t('common.close')}
        </button>
      </div>
    </dialog>
  );
}

interface PartProps {
  readonly meeting: LiveMeeting;
  readonly trunks: MeetingTrunks;
}

const isOpen = ({ word }: MeetingTrunk) => word !== 'ended';

function Above({ meeting, trunks: { trunks, invitations } }: PartProps) {
  const t = useText();
  const joined = trunks.filter(({ side }) => side === 'upper');
  const current = joined.find(isOpen);
  const last = current ? undefined : joined[0];
  return (
    <section aria-label={t('trunk.up')}>
      <h3>{t('trunk.up')}</h3>
      {current && <UpperTrunk meeting={meeting} trunk={current} />}
      {last && <TrunkState trunk={last} />}
      {!current && invitations.length === 0 && <p className="muted">{t('trunk.noInvitation')}</p>}
      {!current &&
        invitations.map(({ trunkId, peerName, title }) => (
          <div key={trunkId} className="trunk-line">
            <strong>{t('trunk.invitedBy', { peer: peerName, title })}</strong>
            <JoinForm meeting={meeting} trunkId={trunkId} />
          </div>
        ))}
    </section>
  );
}

function Below({ meeting, trunks: { trunks, invitable } }: PartProps) {
  const t = useText();
  const queries = useQueryClient();
  const { meetingId } = meeting;
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['trunks', meetingId] });
  const inviting = useMutation({
    mutationFn: (peerId: (typeof invitable)[number]['peerId']) => inviteLower(meetingId, peerId),
    onSuccess,
  });
  const ending = useMutation({
    mutationFn: (trunk: MeetingTrunk) => endTrunk(meetingId, trunk.trunkId),
    onSuccess,
  });
  return (
    <section aria-label={t('trunk.down')}>
      <h3>{t('trunk.down')}</h3>
      {invitable.length === 0 && <p className="muted">{t('trunk.noLower')}</p>}
      {invitable.map(({ peerId, name, connected }) => {
        const ofPeer = trunks.filter((trunk) => trunk.peerId === peerId && trunk.side === 'lower');
        const current = ofPeer.find(isOpen);
        const shown = current ?? ofPeer[0];
        return (
          <div key={peerId} className="trunk-line">
            <div className="trunk-head">
              <strong>{name}</strong>
              <span className="muted">{t(connected ? 'trunk.connected' : 'trunk.disconnected')}</span>
              {current ? (
                <button type="button" className="button" onClick={() => ending.mutate(current)}>
                  {t(current.word === 'invited' ? 'trunk.withdraw' : 'trunk.remove')}
                </button>
              ) : (
                <button
                  type="button"
                  className="button primary"
                  disabled={meeting.phase !== 'live'}
                  onClick={() => inviting.mutate(peerId)}
                >
                  {t('trunk.invite')}
                </button>
              )}
            </div>
            {shown && <TrunkState trunk={shown} />}
          </div>
        );
      })}
      {invitable.length > 0 && <p className="muted">{t('trunk.guestHint')}</p>}
      <FailureText code={codeOf(inviting.error ?? ending.error)} />
    </section>
  );
}
