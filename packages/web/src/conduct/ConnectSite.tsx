import type { LiveRules, TrialWord } from '@nhipcau/contracts';
import { type FormEvent, useState } from 'react';
import { useLanguage } from '../text/language.tsx';
import { timeOfDay } from '../ui/durations.ts';
import { Icon } from '../ui/Icon.tsx';
import { ConnectShape } from './ConnectShape.tsx';
import { type ConnectingSite, canBeCalled } from './connect-state.ts';
import type { ConnectDesk } from './use-connect.ts';

/** The chosen site: call it, say how sound and picture are, write down who serves it and who was telephoned. */
export function ConnectSite({ desk, rules }: { desk: ConnectDesk; rules: LiveRules }) {
  const { t } = useLanguage();
  const { chosen } = desk;
  if (chosen === null)
    return (
      <section className="panel connect-site">
        <p className="muted">{t('connect.choose')}</p>
      </section>
    );
  const { site, state, record } = chosen;
  return (
    <section className="panel connect-site" aria-label={site.name}>
      <h2>
        {site.number} {site.name}
      </h2>
      <p className={`connect-mark ${state}`}>
        <ConnectShape state={state} />
        {t(`connect.is.${state}`)}
        {record.attempts > 0 && (
          <span className="muted">{t('connect.attempts', { n: record.attempts })}</span>
        )}
      </p>
      {site.duty && (
        <p>
          <Icon name="phone" /> {t('connect.dutyOf', { title: site.duty.title, phone: site.duty.phone })}
        </p>
      )}
      {canBeCalled(chosen) && (
        <button type="button" className="button air" onClick={desk.call}>
          <Icon name="phone" />
          {t('connect.callOne')}
          <kbd>{t('connect.key.call')}</kbd>
        </button>
      )}
      {record.escalatedAt !== null && rules.escalation && (
        <p className="mark bad">{t('connect.escalate', { to: rules.escalation.to })}</p>
      )}
      <Trial desk={desk} chosen={chosen} rules={rules} />
      <Operator desk={desk} chosen={chosen} />
      <Contacts desk={desk} chosen={chosen} rules={rules} />
      <Waiver desk={desk} chosen={chosen} />
    </section>
  );
}

interface PartProps {
  readonly desk: ConnectDesk;
  readonly chosen: ConnectingSite;
}

function Trial({ desk, chosen: { site, record }, rules }: PartProps & { rules: LiveRules }) {
  const { t, language } = useLanguage();
  const { trial } = record;
  const set = (part: 'sound' | 'picture', word: TrialWord) =>
    desk.give({
      type: 'connect.try',
      siteId: site.siteId,
      sound: trial?.sound ?? word,
      picture: trial?.picture ?? word,
      [part]: word,
    });
  return (
    <div className="connect-part">
      <h3>{t('connect.trial')}</h3>
      {rules.trial && <p className="muted">{t('connect.trialBy', { by: rules.trial.by })}</p>}
      <div className="connect-trial">
        <button type="button" className="button primary" onClick={() => desk.tryBoth('good')}>
          {t('connect.bothGood')}
          <kbd>{t('connect.key.good')}</kbd>
        </button>
        {(['sound', 'picture'] as const).map((part) => (
          <fieldset key={part} aria-label={t(`connect.${part}`)}>
            <span>{t(`connect.${part}`)}</span>
            {(['good', 'poor'] as const).map((word) => (
              <button
                key={word}
                type="button"
                className="button quiet"
                aria-pressed={trial?.[part] === word}
                onClick={() => set(part, word)}
              >
                {t(`connect.${word}`)}
              </button>
            ))}
          </fieldset>
        ))}
      </div>
      {trial && (
        <p className="muted">{t('connect.trialAt', { time: timeOfDay(trial.at, language), by: trial.by })}</p>
      )}
    </div>
  );
}

/** Filled in from who is on duty there, confirmed or corrected in one step (R-CON-06). */
function Operator({ desk, chosen: { site, record } }: PartProps) {
  const { t, language } = useLanguage();
  const [name, setName] = useState(record.operator?.name ?? site.duty?.title ?? '');
  const [phone, setPhone] = useState(record.operator?.phone ?? site.duty?.phone ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    desk.give({ type: 'connect.introduce', siteId: site.siteId, name: name.trim(), phone: phone.trim() });
  };
  return (
    <form className="connect-part" onSubmit={submit}>
      <h3>{t('connect.operator')}</h3>
      <div className="connect-operator">
        <label className="field">
          <span>{t('connect.name')}</span>
          <input
            className="input"
            required
            maxLength={200}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
        <label className="field">
          <span>{t('connect.phone')}</span>
          <input
            className="input"
            required
            minLength={3}
            maxLength={40}
            inputMode="tel"
            value={phone}
            onChange={({ target }) => setPhone(target.value)}
          />
        </label>
        <button type="submit" className="button">
          {t('connect.write')}
        </button>
      </div>
      {record.operator && (
        <p className="mark good">
          {t('connect.operatorAt', {
            name: record.operator.name,
            phone: record.operator.phone,
            time: timeOfDay(record.operator.at, language),
          })}
        </p>
      )}
    </form>
  );
}

function Contacts({ desk, chosen: { site, record, state }, rules }: PartProps & { rules: LiveRules }) {
  const { t, language } = useLanguage();
  const isMissing = state === 'absent' || state === 'waiting' || state === 'escalated' || state === 'poor';
  const whom = [
    ...rules.contacts.map((contact) => contact.whom),
    ...(rules.escalation === null ? [] : [rules.escalation.to]),
  ];
  if (whom.length === 0 || (!isMissing && record.contact === null)) return null;
  return (
    <div className="connect-part">
      <h3>{t('connect.contacts')}</h3>
      <ul>
        {whom.map((one) => (
          <li key={one}>
            <span>{one}</span>
            <button
              type="button"
              className="button quiet"
              onClick={() => desk.give({ type: 'connect.contact', siteId: site.siteId, whom: one })}
            >
              {t('connect.contacted')}
            </button>
          </li>
        ))}
      </ul>
      {record.contact && (
        <p className="muted">
          {t('connect.contactAt', {
            time: timeOfDay(record.contact.at, language),
            by: record.contact.by,
            whom: record.contact.whom,
          })}
        </p>
      )}
    </div>
  );
}

function Waiver({ desk, chosen: { site, record } }: PartProps) {
  const { t } = useLanguage();
  const [reason, setReason] = useState('');
  if (record.waiver)
    return <p className="muted">{t('connect.waivedFor', { reason: record.waiver.reason })}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    desk.give({ type: 'connect.waive', siteId: site.siteId, reason: reason.trim() });
  };
  return (
    <form className="connect-operator" onSubmit={submit}>
      <label className="field">
        <span>{t('connect.waive')}</span>
        <input
          className="input"
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      <button type="submit" className="button quiet" disabled={reason.trim().length < 3}>
        {t('connect.stepWaive')}
      </button>
    </form>
  );
}
