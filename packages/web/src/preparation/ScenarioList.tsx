import type { ConnectionPlan } from '@nhipcau/contracts';
import { Collapse } from 'antd';
import { Articles } from '../staff/Articles.tsx';
import { useLanguage } from '../text/language.tsx';

/** What is done when something fails, step by step, and who is called. */
export function ScenarioList({ scenarios }: Pick<ConnectionPlan, 'scenarios'>) {
  const { t } = useLanguage();
  if (scenarios.length === 0) return null;
  return (
    <section className="panel pln-part" aria-labelledby="plan-scenarios">
      <h2 id="plan-scenarios">{t('plan.scenarios')}</h2>
      <Collapse
        items={scenarios.map(({ key, name, trigger, steps, contacts, cite }) => ({
          key,
          label: name,
          children: (
            <>
              <p>{t('plan.trigger', { trigger })}</p>
              <ol>
                {steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
              <p>{t('plan.contacts', { contacts: contacts.join(', ') })}</p>
              <Articles cite={cite} />
            </>
          ),
        }))}
      />
    </section>
  );
}
