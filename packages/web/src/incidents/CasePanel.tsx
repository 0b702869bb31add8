import type { CaseParty, IncidentCase, LineFigures } from '@nhipcau/contracts';
import { useState } from 'react';
import { CaseLoans } from '../assets/CaseLoans.tsx';
import { useLanguage } from '../text/language.tsx';
import { clockText, timeOfDay } from '../ui/durations.ts';
import { QualityMark } from '../ui/QualityMark.tsx';
import { useServerSecond } from '../ui/use-now.ts';
import { CallList } from './CallLine.tsx';
import { type Asking, CaseActs, CaseDrawer } from './CaseActs.tsx';
import { CaseMark } from './CaseRow.tsx';
import { faultText, stepText } from './case-words.ts';
import { placeText } from './place-text.ts';

/** Everything of one incident: whom to call, what can be done, what was measured, what happened. */
export function CasePanel({ of }: { of: IncidentCase }) {
  const { t, language } = useLanguage();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [party, setParty] = useState<CaseParty | null>(null);
  const speech = { t, language };
  return (
    <article className="panel inc-panel" aria-label={t('inc.number', { n: of.number })}>
      <header>
        <h2>{placeText(of, t)}</h2>
        <CaseMark of={of} />
        <p className="muted">
          {[t('inc.number', { n: of.number }), t(`inc.type.${of.type}`), of.title ?? of.fileNumber]
            .filter(Boolean)
            .join(', ')}
        </p>
        <Timing of={of} />
      </header>
      {of.asksForChair && of.may.answerForSite && (
        <div className="banner alarm inc-ask" role="alert">
          <span>{t('inc.askChair')}</span>
          <button type="button" className="button primary" onClick={() => setAsking('tellChair')}>
            {t('inc.tellChair')}
          </button>
        </div>
      )}
      <CallList
        of={of}
        onTold={(told) => {
          setParty(told);
          setAsking('tell');
        }}
      />
      {of.escalatedAt !== null && (
        <p className="inc-fact">{t('inc.escalated', { at: timeOfDay(of.escalatedAt, language) })}</p>
      )}
      <CaseActs of={of} onAsk={setAsking} />
      <Facts of={of} />
      <CaseLoans of={of} />
      <section>
        <h3>{t('inc.faults')}</h3>
        <ul className="inc-lines">
          {of.faults.map((fault) => (
            <li key={`${fault.kind} ${fault.detail} ${fault.from}`}>
              <span>{faultText(fault, speech)}</span>
              <time>
                {fault.to === null
                  ? t('inc.still', { from: timeOfDay(fault.from, language) })
                  : t('inc.until', {
                      from: timeOfDay(fault.from, language),
                      to: timeOfDay(fault.to, language),
                    })}
              </time>
            </li>
          ))}
        </ul>
      </section>
      {(of.before ?? of.during ?? of.after) !== null && <Figures of={of} />}
      {of.scenario !== null && (
        <section>
          <h3>{t('inc.scenario', { name: of.scenario.name })}</h3>
          <ol className="inc-scenario">
            {of.scenario.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </section>
      )}
      <section>
        <h3>{t('inc.history')}</h3>
        <ol className="inc-lines">
          {of.steps.toReversed().map((step) => (
            <li key={`${step.at} ${JSON.stringify(step.event)}`}>
              <span>{stepText(step, of, speech)}</span>
              <time>{`${timeOfDay(step.at, language)} ${step.byName || t('inc.system')}`}</time>
            </li>
          ))}
        </ol>
      </section>
      <CaseDrawer of={of} asking={asking} party={party} onClose={() => setAsking(null)} />
    </article>
  );
}

function Timing({ of }: { of: IncidentCase }) {
  const { t, language } = useLanguage();
  const now = useServerSecond();
  const since = t('inc.since', { at: timeOfDay(of.openedAt, language) });
  const waits = of.state === 'open' && !of.isSilent && of.acknowledgeBy > now;
  const isLasting = of.faults.some(({ to }) => to === null);
  return (
    <p className="inc-timing">
      <span>{since}</span>
      <strong>
        {isLasting
          ? t('inc.lasts', { span: clockText(now - of.openedAt) })
          : t('inc.down', { span: clockText(of.downMs) })}
      </strong>
      {waits && (
        <span className="attention">
          {t('inc.acknowledgeIn', { left: clockText(of.acknowledgeBy - now) })}
        </span>
      )}
    </p>
  );
}

function Facts({ of }: { of: IncidentCase }) {
  const { t, language } = useLanguage();
  const at = (time: number) => timeOfDay(time, language);
  const { technician, estimate, swap, chairTold, interrupted, closing } = of;
  const facts = [
    technician &&
      [
        t('inc.technician', { ...technician, at: at(technician.at) }),
        technician.arrivedAt === null ? null : t('inc.arrived', { at: at(technician.arrivedAt) }),
      ]
        .filter(Boolean)
        .join(', '),
    estimate && t('inc.estimated', { at: at(estimate.fixedBy), words: estimate.words }),
    swap && t('inc.swapped', { removed: swap.removed, installed: swap.installed, at: at(swap.at) }),
    chairTold && t('inc.chairTold', { at: at(chairTold.at), decision: chairTold.decision }),
    interrupted && t('inc.interrupted', { at: at(interrupted.at), reason: interrupted.reason }),
    closing &&
      t('inc.closed', {
        cause: t(`inc.cause.${closing.cause}`),
        words: closing.causeWords,
        solution: closing.solution,
        name: closing.byName,
      }),
  ].filter((fact) => fact !== null);
  if (facts.length === 0) return null;
  return (
    <ul className="inc-facts">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

function Figures({ of: { before, during, after } }: { of: IncidentCase }) {
  const { t } = useLanguage();
  const rows = [
    ['inc.before', before],
    ['inc.during', during],
    ['inc.after', after],
  ] as const;
  return (
    <section>
      <h3>{t('inc.figures')}</h3>
      <dl className="inc-figures">
        {rows.map(([key, figures]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              {figures === null ? (
                <span className="muted">{t('inc.unknownFigure')}</span>
              ) : (
                <Measured figures={figures} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Measured({ figures: { quality, loss, rttMs, jitterMs } }: { figures: LineFigures }) {
  const { t, language } = useLanguage();
  const whole = (value: number | null) => (value === null ? '–' : String(Math.round(value)));
  const share =
    loss === null
      ? '–'
      : new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
          style: 'percent',
          maximumFractionDigits: 1,
        }).format(loss);
  return (
    <>
      <QualityMark quality={quality} />
      <small>{t('inc.figure', { loss: share, rtt: whole(rttMs), jitter: whole(jitterMs) })}</small>
    </>
  );
}
