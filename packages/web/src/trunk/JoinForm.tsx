import type { LiveMeeting, SiteId, TrunkId, TrunkMode } from '@nhipcau/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSites } from '../live/use-live.ts';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { endTrunk, joinUpper } from './calls.ts';

const modes: readonly TrunkMode[] = ['oneSite', 'slave'];

/** Consent of this side's operator: how the meeting takes part, and which of its sites the conference above may select. */
export function JoinForm({
  meeting,
  trunkId,
  joined,
}: {
  meeting: LiveMeeting;
  trunkId: TrunkId;
  /** What was agreed before; left out: nothing yet. */
  joined?: { readonly mode: TrunkMode; readonly siteIds: readonly SiteId[] };
}) {
  const t = useText();
  const queries = useQueryClient();
  const sites = useSites();
  const [mode, setMode] = useState<TrunkMode>(joined?.mode ?? 'oneSite');
  const [lent, setLent] = useState<ReadonlySet<SiteId>>(new Set(joined?.siteIds ?? []));
  const { meetingId } = meeting;
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['trunks', meetingId] });
  const joining = useMutation({
    mutationFn: () => joinUpper(meetingId, trunkId, { mode, siteIds: mode === 'slave' ? [...lent] : [] }),
    onSuccess,
  });
  const declining = useMutation({ mutationFn: () => endTrunk(meetingId, trunkId), onSuccess });
  const lend = (siteId: SiteId, isLent: boolean) => {
    const next = new Set(lent);
    if (isLent) next.add(siteId);
    else next.delete(siteId);
    setLent(next);
  };
  return (
    <form
      className="trunk-join"
      onSubmit={(event) => {
        event.preventDefault();
        joining.mutate();
      }}
    >
      <fieldset>
        <legend>{t('trunk.mode')}</legend>
        {modes.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name={`mode-${trunkId}`}
              checked={mode === one}
              onChange={() => setMode(one)}
            />
            <span>{t(`trunk.mode.${one}`)}</span>
          </label>
        ))}
      </fieldset>
      {mode === 'slave' && (
        <fieldset>
          <legend>{t('trunk.lend')}</legend>
          <ul className="trunk-sites scrolls">
            {sites
              .filter(({ level }) => level !== 'guest')
              .map(({ siteId, name }) => (
                <li key={siteId}>
                  <label>
                    <input
                      type="checkbox"
                      checked={lent.has(siteId)}
                      onChange={({ target }) => lend(siteId, target.checked)}
                    />
                    <span>{name}</span>
                  </label>
                </li>
              ))}
          </ul>
        </fieldset>
      )}
      <FailureText code={codeOf(joining.error ?? declining.error)} />
      <div className="trunk-acts">
        <button
          type="submit"
          className="button primary"
          disabled={meeting.phase !== 'live' || joining.isPending || (mode === 'slave' && lent.size === 0)}
        >
          {t(joined ? 'trunk.change' : 'trunk.join')}
        </button>
        <button type="button" className="button" onClick={() => declining.mutate()}>
          {t(joined ? 'trunk.leave' : 'trunk.decline')}
        </button>
      </div>
    </form>
  );
}
