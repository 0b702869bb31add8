import type { BoardSite } from '@nhipcau/contracts';
import { useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';
import { ReadinessShape } from './ReadinessShape.tsx';
import { SiteSheetDrawer } from './SiteSheetDrawer.tsx';

/** The chosen site: always the same facts in the same place. */
export function SiteFactsPanel({ site, meetingId }: { site: BoardSite | null; meetingId: string }) {
  const { t, language } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  if (site === null) return <aside className="panel rdy-facts muted">{t('board.pick')}</aside>;
  const said = (value: boolean | null) =>
    value === null ? t('board.notAsked') : value ? t('board.yes') : t('board.no');
  const onDutyText = ({ name, telephone, training }: NonNullable<BoardSite['onDuty']>) =>
    `${name}, ${telephone}${training === null ? '' : ` (${t(`duty.training.${training}`)})`}`;
  const facts: [string, string][] = [
    [t('board.fact.acknowledged'), said(site.acknowledged)],
    [t('board.fact.duty'), site.onDuty ? onDutyText(site.onDuty) : t('board.no')],
    [t('board.fact.present'), said(site.present)],
    [t('board.fact.checks'), t('board.done', { done: site.done, due: site.due })],
    [t('board.fact.power'), t(`board.power.${site.power}`)],
    [
      t('board.fact.terminal'),
      site.terminalAt === null ? t('board.never') : dateAndTime(site.terminalAt, language),
    ],
  ];
  return (
    <aside className="panel rdy-facts" aria-live="polite">
      <h2>
        {site.number} {site.name} {site.isChair && <span className="chk-tag">{t('board.chair')}</span>}
      </h2>
      <p className={`rdy-mark ${site.state}`}>
        <ReadinessShape state={site.state} />
        {t(`ready.${site.state}`)}
      </p>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {site.faults.length > 0 && (
        <>
          <h3>{t('board.fact.faults')}</h3>
          <ul>
            {site.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </>
      )}
      <button type="button" className="button primary" onClick={() => setOpen(true)}>
        {t('board.openSheet')}
      </button>
      <SiteSheetDrawer
        meetingId={meetingId}
        siteId={isOpen ? site.siteId : null}
        onClose={() => setOpen(false)}
      />
    </aside>
  );
}
