import { type Rehearsal, type RehearsalAct, TrialState, type TriedSite } from '@nhipcau/contracts';
import { useState } from 'react';
import { folded } from '../office/list/matches.ts';
import { useText } from '../text/language.tsx';
import { QualityMark } from '../ui/QualityMark.tsx';
import { TrialShape } from './TrialShape.tsx';

interface Acting {
  readonly isBusy: boolean;
  readonly onAct: (act: RehearsalAct) => void;
  readonly onDetails: (site: TriedSite, outcome: 'passed' | 'failed') => void;
}

/** Every site of the rehearsal, those to be tried next at the head; a result is one press. */
export function SiteTable({ rehearsal: { sites, queue }, ...acting }: { rehearsal: Rehearsal } & Acting) {
  const t = useText();
  const [wanted, setWanted] = useState('');
  const [state, setState] = useState<TrialState | null>(null);
  const place = new Map(queue.map((siteId, index) => [siteId, index]));
  const needle = folded(wanted.trim());
  const shown = sites
    .filter(
      (site) =>
        (state === null || site.state === state) &&
        (needle === '' || folded(site.name).includes(needle) || String(site.number).startsWith(needle)),
    )
    .toSorted(
      (a, b) =>
        (place.get(a.siteId) ?? Number.POSITIVE_INFINITY) -
          (place.get(b.siteId) ?? Number.POSITIVE_INFINITY) || a.number - b.number,
    );
  return (
    <section className="reh-sites" aria-labelledby="reh-sites">
      <header>
        <h2 id="reh-sites">{t('reh.sites')}</h2>
        <input
          className="input"
          type="search"
          aria-label={t('reh.find')}
          placeholder={t('reh.find')}
          value={wanted}
          onChange={({ target }) => setWanted(target.value)}
        />
        <div className="reh-filter">
          {TrialState.options.map((one) => {
            const count = sites.filter((site) => site.state === one).length;
            return (
              <button
                type="button"
                key={one}
                className={`reh-mark ${one}`}
                aria-pressed={state === one}
                disabled={count === 0 && state !== one}
                onClick={() => setState(state === one ? null : one)}
              >
                <TrialShape state={one} />
                {t(`reh.site.${one}`)} <strong>{count}</strong>
              </button>
            );
          })}
        </div>
      </header>
      <ul>
        {shown.map((site) => (
          <SiteRow key={site.siteId} site={site} {...acting} />
        ))}
      </ul>
    </section>
  );
}

function SiteRow({ site, isBusy, onAct, onDetails }: { site: TriedSite } & Acting) {
  const t = useText();
  const { siteId, number, name, state, tries, quality, measured, fault, fix, blocked, seatOpen } = site;
  const word = quality ?? measured;
  const notes = [
    tries > 1 ? t('reh.tries', { n: tries }) : null,
    fault,
    fix,
    blocked > 0 ? t('reh.blocked', { n: blocked }) : null,
    seatOpen && state !== 'passed' && state !== 'later' ? t('reh.seatOpen') : null,
  ].filter((note) => note !== null);
  return (
    <li className={state}>
      <span className="reh-number">{number}</span>
      <span className="reh-name">
        <strong>{name}</strong>
        {notes.length > 0 && <small className="muted">{notes.join(', ')}</small>}
      </span>
      {word !== null && <QualityMark quality={word} />}
      <span className={`reh-mark ${state}`}>
        <TrialShape state={state} />
        {t(`reh.site.${state}`)}
      </span>
      {site.mayRecord && (
        <span className="reh-acts">
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() =>
              onAct({
                act: 'result',
                siteId,
                outcome: 'passed',
                quality: null,
                fault: fault,
                fix: fix,
                staff: site.staff,
              })
            }
          >
            {t('reh.pass')}
          </button>
          <button type="button" className="button" onClick={() => onDetails(site, 'failed')}>
            {t('reh.fail')}
          </button>
          <button type="button" className="button quiet" onClick={() => onDetails(site, 'passed')}>
            {t('reh.details')}
          </button>
        </span>
      )}
    </li>
  );
}
