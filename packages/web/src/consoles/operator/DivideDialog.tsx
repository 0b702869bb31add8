import { type ChamberDraft, type LiveMeeting, SiteId } from '@nhipcau/contracts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { draftsByGroup } from '../../live/rooms-of.ts';
import { useConnection } from '../../live/use-live.ts';
import { useText } from '../../text/language.tsx';
import { FailureText } from '../../ui/FailureText.tsx';
import { useDesk } from './desk-context.ts';

/** Which private rooms there are: by default one for each district, led from the district's site (QN Đ6.1). */
export function DivideDialog({ meeting, onClose }: { meeting: LiveMeeting; onClose: () => void }) {
  const t = useText();
  const desk = useDesk();
  const { live } = useConnection();
  const dialog = useRef<HTMLDialogElement>(null);
  const proposed = useMemo(
    () => draftsByGroup(live.sites(), meeting.chairSiteId),
    [live, meeting.chairSiteId],
  );
  const [drafts, setDrafts] = useState(() => startingFrom(proposed, meeting));
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const chosen = drafts.filter(({ isChosen }) => isChosen);
  const change = (draft: Draft, part: Partial<Draft>) =>
    setDrafts(drafts.map((other) => (other === draft ? { ...other, ...part } : other)));
  const save = async () => {
    const code = await desk.planChambers(chosen.map(({ isChosen: _chosen, ...draft }) => draft));
    if (code === null) onClose();
    else setFailure(code);
  };
  return (
    <dialog ref={dialog} className="panel divide" aria-labelledby="divide-title" onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <h2 id="divide-title">{t('chamber.divide')}</h2>
        <p className="muted">{t('chamber.divideHint')}</p>
        {drafts.length === 0 && <p>{t('chamber.nothingToDivide')}</p>}
        <ul className="divide-list scrolls">
          {drafts.map((draft) => (
            <li key={draft.chamberId}>
              <label className="divide-name">
                <input
                  type="checkbox"
                  checked={draft.isChosen}
                  onChange={({ target }) => change(draft, { isChosen: target.checked })}
                />
                <span>{draft.name}</span>
                <span className="muted">{t('chamber.siteCount', { count: draft.members.length })}</span>
              </label>
              <label className="divide-chair">
                <span className="muted">{t('chamber.chair')}</span>
                <select
                  className="input"
                  value={draft.chairSiteId}
                  disabled={!draft.isChosen}
                  onChange={({ target }) => change(draft, { chairSiteId: SiteId.parse(target.value) })}
                >
                  {draft.members.map((siteId) => (
                    <option key={siteId} value={siteId}>
                      {live.site(siteId)?.name ?? siteId}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ul>
        <FailureText code={failure} />
        <div className="divide-acts">
          <button type="button" className="button" onClick={onClose}>
            {t('common.close')}
          </button>
          <button type="submit" className="button primary" disabled={drafts.length === 0}>
            {t('chamber.save', { count: chosen.length })}
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface Draft extends ChamberDraft {
  readonly isChosen: boolean;
}

/** What is planned already, as it is; beside it the districts that have no room yet. */
function startingFrom(proposed: readonly ChamberDraft[], { chambers }: LiveMeeting): Draft[] {
  const planned = chambers.filter(({ kind }) => kind === 'private');
  const names = new Set(planned.map(({ chamberId }) => chamberId));
  const taken = new Set(planned.flatMap(({ members }) => members));
  const others = proposed.filter(
    ({ chamberId, members }) => !names.has(chamberId) && !members.some((siteId) => taken.has(siteId)),
  );
  return [
    ...planned.map(({ chamberId, name, chairSiteId, members }) => ({
      chamberId,
      name,
      chairSiteId,
      members,
      isChosen: true,
    })),
    ...others.map((draft) => ({ ...draft, isChosen: planned.length === 0 })),
  ];
}
