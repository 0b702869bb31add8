import './trunk.css';
import type { LiveMeeting, MeetingExternals, MeetingTrunk, MeetingTrunks } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { stateText, stateTone } from '../consoles/operator/site-words.ts';
import { useSites } from '../live/use-live.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { AskAbove, AsksFromBelow } from './Asks.tsx';
import { ConsentPart } from './ConsentPart.tsx';
import { endTrunk, fetchTrunks, inviteLower } from './calls.ts';
import { fetchExternals } from './external-calls.ts';
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

export const useExternals = (meeting: LiveMeeting) =>
  useQuery({
    queryKey: ['externals', meeting.meetingId],
    queryFn: ({ signal }) => fetchExternals(meeting.meetingId, { signal }),
    refetchInterval: LOOK_EVERY_MS,
  });

/** Other installations in this meeting: the conference above it takes part in, and those below that take part. */
export function TrunkDialog({ meeting, onClose }: { meeting: LiveMeeting; onClose: () => void }) {
  const t = useText();
  const { data } = useTrunks(meeting);
  const { data: externals } = useExternals(meeting);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="panel trunk-dialog" aria-labelledby="trunk-title" onClose={onClose}>
      <div className="scrolls">
        <h2 id="trunk-title">{t('trunk.menu')}</h2>
        {data && externals && <Above meeting={meeting} trunks={data} externals={externals} />}
        {data && externals && <Below meeting={meeting} trunks={data} externals={externals} />}
        {externals && <ByMatrix meeting={meeting} externals={externals} />}
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
  readonly externals: MeetingExternals;
}

const isOpen = ({ word }: MeetingTrunk) => word !== 'ended';

function Above({ meeting, trunks: { trunks, invitations }, externals }: PartProps) {
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
      {!current && <AskAbove meeting={meeting} externals={externals} />}
    </section>
  );
}

function Below({ meeting, trunks: { trunks, invitable }, externals }: PartProps) {
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
      <AsksFromBelow meeting={meeting} asks={externals.asks} />
      {invitable.length === 0 && <p className="muted">{t('trunk.noLower')}</p>}
      {invitable.map(({ peerId, name, connected }) => {
        const ofPeer = trunks.filter((trunk) => trunk.peerId === peerId && trunk.side === 'lower');
        const current = ofPeer.find(isOpen);
        const shown = current ?? ofPeer[0];
        const system = externals.systems.find(
          ({ route }) => route.kind === 'trunk' && route.peerId === peerId,
        );
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
                  disabled={meeting.phase !== 'live' || !system?.consent}
                  onClick={() => inviting.mutate(peerId)}
                >
                  {t('trunk.invite')}
                </button>
              )}
            </div>
            {shown && <TrunkState trunk={shown} />}
            {system && <ConsentPart meeting={meeting} systemId={system.systemId} consent={system.consent} />}
          </div>
        );
      })}
      {invitable.length > 0 && <p className="muted">{t('trunk.guestHint')}</p>}
      <FailureText code={codeOf(inviting.error ?? ending.error)} />
    </section>
  );
}

/** Systems that come through the matrix of one of our sites: they are that site on the wall (R-MCU-08). */
function ByMatrix({ meeting, externals }: Omit<PartProps, 'trunks'>) {
  const t = useText();
  const invited = new Map(useSites().map((site) => [site.siteId, site]));
  const systems = externals.systems.flatMap((system) => {
    const site = system.route.kind === 'site' ? invited.get(system.route.siteId) : undefined;
    return site ? [{ system, site }] : [];
  });
  if (systems.length === 0) return null;
  return (
    <section aria-label={t('external.byMatrix')}>
      <h3>{t('external.byMatrix')}</h3>
      {systems.map(({ system: { systemId, name, phone, consent }, site }) => (
        <div key={systemId} className="trunk-line">
          <div className="trunk-head">
            <strong>{name}</strong>
            <span className="muted">{t('external.viaSite', { site: site.name })}</span>
            <span className={`mark ${stateTone[site.state]}`}>{t(stateText[site.state])}</span>
            {phone !== '' && <span>{phone}</span>}
          </div>
          <ConsentPart meeting={meeting} systemId={systemId} consent={consent} />
        </div>
      ))}
    </section>
  );
}
