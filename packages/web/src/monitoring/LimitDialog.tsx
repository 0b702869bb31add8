import './monitoring.css';
import { LinkBudget, type LinkLimits, type NodeId } from '@nhipcau/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiFailure } from '../api/http.ts';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { fetchLinkSettings, setLinkBudget } from './calls.ts';

interface Limits {
  readonly childId: NodeId;
  readonly title: string;
  readonly onClose: () => void;
}

const rows = [
  ['programs', 'limit.programs'],
  ['tiles', 'limit.tiles'],
  ['contents', 'limit.contents'],
  ['kbps', 'limit.kbps'],
] as const satisfies readonly (readonly [keyof LinkLimits, PlainTextKey])[];
const directions = ['down', 'up'] as const;

/** What a cascade link may carry; holds at once, in live meetings too. */
export function LimitDialog({ childId, title, onClose }: Limits) {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const settings = useQuery({ queryKey: ['links'], queryFn: fetchLinkSettings });
  const known = settings.data?.links.find((link) => link.childId === childId);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="panel line-dialog" aria-labelledby="limit-title" onClose={onClose}>
      <h2 id="limit-title">{title}</h2>
      <p className="muted">{t('limit.help')}</p>
      {known ? (
        <LimitForm childId={childId} budget={known.budget} isSet={known.isSet} onClose={onClose} />
      ) : (
        <p className="muted">{t('common.loading')}</p>
      )}
    </dialog>
  );
}

/** Figures as they were typed; an empty rate is no limit. */
type Typed = Readonly<Record<(typeof directions)[number], Readonly<Record<keyof LinkLimits, string>>>>;

const typedOf = ({ programs, tiles, contents, kbps }: LinkLimits) => ({
  programs: `${programs}`,
  tiles: `${tiles}`,
  contents: `${contents}`,
  kbps: kbps === null ? '' : `${kbps}`,
});

const limitsOf = (typed: Typed['down']) => ({
  programs: Number(typed.programs),
  tiles: Number(typed.tiles),
  contents: Number(typed.contents),
  kbps: typed.kbps.trim() === '' ? null : Number(typed.kbps),
});

function LimitForm({
  childId,
  budget,
  isSet,
  onClose,
}: {
  childId: NodeId;
  budget: LinkBudget;
  isSet: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const cache = useQueryClient();
  const [typed, setTyped] = useState<Typed>({ down: typedOf(budget.down), up: typedOf(budget.up) });
  const save = useMutation({
    mutationFn: (wanted: LinkBudget | null) => setLinkBudget(childId, wanted),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: ['links'] });
      onClose();
    },
  });
  const wanted = LinkBudget.safeParse({ down: limitsOf(typed.down), up: limitsOf(typed.up) });
  return (
    <form
      className="limit-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted.success) save.mutate(wanted.data);
      }}
    >
      <table>
        <thead>
          <tr>
            <td />
            {directions.map((direction) => (
              <th key={direction} scope="col">
                {t(direction === 'down' ? 'limit.down' : 'limit.up')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([field, text]) => (
            <tr key={field}>
              <th scope="row">{t(text)}</th>
              {directions.map((direction) => (
                <td key={direction}>
                  <input
                    className="input"
                    inputMode="numeric"
                    aria-label={`${t(text)} – ${t(direction === 'down' ? 'limit.down' : 'limit.up')}`}
                    value={typed[direction][field]}
                    onChange={({ target }) =>
                      setTyped({
                        ...typed,
                        [direction]: { ...typed[direction], [field]: target.value },
                      })
                    }
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!wanted.success && <p className="mark poor">{t('limit.wrong')}</p>}
      {save.error && <FailureText code={save.error instanceof ApiFailure ? save.error.code : 'INTERNAL'} />}
      <div className="limit-buttons">
        {isSet && (
          <button type="button" className="button quiet" onClick={() => save.mutate(null)}>
            {t('limit.reset')}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t('limit.cancel')}
        </button>
        <button type="submit" className="button primary" disabled={!wanted.success || save.isPending}>
          {t('limit.save')}
        </button>
      </div>
    </form>
  );
}
