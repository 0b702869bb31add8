import { DeadlineKey, type ParameterKey, type RegulationProfile, TermKey } from '@nhipcau/contracts';
import { termOf } from '@nhipcau/domain';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { Citations } from './Citations.tsx';
import { ruleGroups } from './rule-groups.ts';
import { ruleValue } from './rule-value.ts';
import { formulaText } from './sentences.ts';

/** Every rule of a locality with its value and the words it is taken from; what the text does not say is shown as such. */
export function RulesView({ profile }: { profile: RegulationProfile }) {
  const t = useText();
  const [isOnlyOn, setOnlyOn] = useState(true);
  const values = Object.values(profile.parameters);
  const on = values.filter((value) => value !== null).length;
  return (
    <div className="reg-rules">
      <div className="reg-rules-bar">
        <span className="muted">{t('reg.rules.on', { on, all: values.length })}</span>
        <label className="reg-check">
          <input type="checkbox" checked={isOnlyOn} onChange={(event) => setOnlyOn(event.target.checked)} />
          <span>{t('reg.rules.onlyOn')}</span>
        </label>
      </div>
      <Terms profile={profile} />
      <Limits profile={profile} isOnlyOn={isOnlyOn} />
      {ruleGroups.map(([title, keys]) => {
        const shown = keys.filter((key) => !isOnlyOn || profile.parameters[key] !== null);
        if (shown.length === 0) return null;
        return (
          <section key={title} className="panel reg-group">
            <h3>{t(title)}</h3>
            <dl>
              {shown.map((key) => (
                <Rule key={key} profile={profile} name={key} />
              ))}
            </dl>
          </section>
        );
      })}
      <section className="panel reg-group">
        <h3>{t('reg.rules.roles')}</h3>
        <dl>
          {Object.entries(profile.roles).map(([key, { name, cite }]) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd>
                <Citations cite={cite} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function Rule({ profile, name }: { profile: RegulationProfile; name: ParameterKey }) {
  const t = useText();
  const parameter = profile.parameters[name];
  const value = ruleValue(profile, name, t);
  return (
    <div className={parameter === null ? 'off' : undefined}>
      <dt>{t(`param.${name}`)}</dt>
      <dd>
        {parameter === null ? (
          <span className="muted">{t('reg.rules.off')}</span>
        ) : (
          <>
            {value !== null && <strong>{value}</strong>}
            <Citations cite={parameter.cite} />
            {parameter.note !== null && <p className="muted">{parameter.note}</p>}
          </>
        )}
      </dd>
    </div>
  );
}

function Limits({ profile, isOnlyOn }: { profile: RegulationProfile; isOnlyOn: boolean }) {
  const t = useText();
  const keys = DeadlineKey.options.filter((key) => !isOnlyOn || profile.deadlines[key] !== null);
  return (
    <section className="panel reg-group">
      <h3>{t('reg.rules.limits')}</h3>
      <dl>
        {keys.map((key) => (
          <div key={key} className={profile.deadlines[key] === null ? 'off' : undefined}>
            <dt>{t(`limit.${key}`)}</dt>
            <dd>
              {profile.deadlines[key] === null && <span className="muted">{t('reg.rules.off')}</span>}
              {profile.deadlines[key]?.map(({ id, duty, trigger, direction, offset, cite, note }) => (
                <div key={id} className="reg-limit">
                  <strong>
                    {formulaText(
                      {
                        trigger,
                        direction,
                        offset,
                        triggerAt: null,
                        basis: 'unknown',
                        counted: [],
                        skipped: [],
                      },
                      { t },
                    )}
                  </strong>
                  <p>{duty}</p>
                  <Citations cite={cite} />
                  {note !== null && <p className="muted">{note}</p>}
                </div>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Terms({ profile }: { profile: RegulationProfile }) {
  const t = useText();
  return (
    <section className="panel reg-group">
      <h3>{t('reg.rules.terms')}</h3>
      <dl className="reg-terms">
        {TermKey.options.map((key) => (
          <div key={key}>
            <dt>{t(`reg.term.${key}`)}</dt>
            <dd>
              {termOf(profile, key) ?? <span className="muted">{t('reg.rules.off')}</span>}
              {profile.terms[key] && <span className="reg-chip">{profile.terms[key].article}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
