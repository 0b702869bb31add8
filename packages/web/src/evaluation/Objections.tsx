import {
  type Objection,
  type Payment,
  type PeriodAct,
  type PeriodEvaluation,
  SiteId,
} from '@nhipcau/contracts';
import { Button, Checkbox, Form, Select } from 'antd';
import { useState } from 'react';
import { folded } from '../office/list/matches.ts';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { TextField } from '../staff/fields.tsx';
import { useLanguage } from '../text/language.tsx';
import { dateAndTime } from '../ui/durations.ts';

const payments: readonly Payment[] = ['full', 'reduced', 'withheld'];

/** What was objected to, and the answers; both in a drawer. */
export function Objections({
  evaluation: { objections, sites, may },
  onAct,
}: {
  evaluation: PeriodEvaluation;
  onAct: (act: PeriodAct) => Promise<unknown>;
}) {
  const { t, language } = useLanguage();
  const [isObjecting, setObjecting] = useState(false);
  const [answered, setAnswered] = useState<Objection | null>(null);
  if (objections.length === 0 && !may.object) return null;
  return (
    <section className="panel eval-objections" aria-labelledby="eval-objections">
      <header>
        <h2 id="eval-objections">{t('eval.objections')}</h2>
        {may.object && <Button onClick={() => setObjecting(true)}>{t('eval.object')}</Button>}
      </header>
      {objections.length === 0 && <p className="muted">{t('eval.noObjections')}</p>}
      <ul className="eval-sites">
        {objections.map((objection) => (
          <li key={objection.objectionId}>
            <span>
              <strong>{objection.siteName}</strong>
              <span>{objection.words}</span>
              <small className="muted">{`${objection.byName}, ${dateAndTime(objection.at, language)}`}</small>
              {objection.answer && (
                <small>
                  {t(objection.answer.accepted ? 'eval.accepted' : 'eval.rejected', {
                    words: objection.answer.words,
                    name: objection.answer.byName,
                  })}
                </small>
              )}
            </span>
            {may.close && objection.answer === null && (
              <Button size="small" onClick={() => setAnswered(objection)}>
                {t('eval.answer')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ActDrawer<{ site: string; words: string }>
        title={t('eval.object')}
        isOpen={isObjecting}
        onClose={() => setObjecting(false)}
        initial={sites.length === 1 ? { site: sites[0]?.siteId ?? '' } : {}}
        act={({ site, words }) => onAct({ act: 'object', siteId: SiteId.parse(site), words })}
      >
        <Form.Item name="site" label={t('eval.site')} rules={[{ required: true }]}>
          <Select
            showSearch={{
              filterOption: (typed, option) => folded(option?.label ?? '').includes(folded(typed)),
            }}
            options={sites.map(({ siteId, name }) => ({ value: siteId as string, label: name }))}
          />
        </Form.Item>
        <TextField name="words" label={t('eval.words')} rows={4} required />
      </ActDrawer>
      <ActDrawer<{ accepted: boolean; payment: Payment; words: string }>
        title={t('eval.answer')}
        isOpen={answered !== null}
        onClose={() => setAnswered(null)}
        initial={{ accepted: false, payment: 'full' }}
        act={({ accepted, payment, words }) =>
          onAct({
            act: 'answer',
            objectionId: answered?.objectionId ?? ('' as Objection['objectionId']),
            accepted: accepted === true,
            payment,
            words,
          })
        }
      >
        <Form.Item name="accepted" valuePropName="checked">
          <Checkbox>{t('eval.accept')}</Checkbox>
        </Form.Item>
        <Form.Item name="payment" label={t('eval.payment')} rules={[{ required: true }]}>
          <Select options={payments.map((value) => ({ value, label: t(`eval.pay.${value}`) }))} />
        </Form.Item>
        <TextField name="words" label={t('eval.answerWords')} rows={4} required />
      </ActDrawer>
    </section>
  );
}
