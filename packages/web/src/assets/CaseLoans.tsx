import type { CaseSpares, IncidentCase } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Form } from 'antd';
import { useState } from 'react';
import { ActDrawer } from '../staff/ActDrawer.tsx';
import { timeText } from '../staff/dates.ts';
import { TextField } from '../staff/fields.tsx';
import { useText } from '../text/language.tsx';
import { fetchSpares, returnSpare } from './calls.ts';

/** Spares an incident took, each to be given back. */
export function CaseLoans({ of }: { of: IncidentCase }) {
  const t = useText();
  const [returning, setReturning] = useState<CaseSpares['loans'][number] | null>(null);
  const { data } = useQuery({
    queryKey: ['incidents', 'spares', of.caseId],
    queryFn: ({ signal }) => fetchSpares(of.caseId, { signal }),
    enabled: of.swap !== null,
  });
  if (!data || data.loans.length === 0) return null;
  return (
    <section aria-label={t('asset.loans')}>
      <strong>{t('asset.loans')}</strong>
      <ul>
        {data.loans.map((loan) => (
          <li key={loan.loanId}>
            {[
              loan.spare,
              loan.removed === null ? null : t('asset.replaces', { device: loan.removed }),
              loan.returnedAt === null ? null : t('asset.returned', { at: timeText(loan.returnedAt) }),
            ]
              .filter((word) => word !== null)
              .join(', ')}{' '}
            {loan.mayReturn && (
              <Button size="small" onClick={() => setReturning(loan)}>
                {t('asset.giveBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ActDrawer<{ removedBack?: boolean; words: string }>
        title={`${t('asset.giveBack')}: ${returning?.spare ?? ''}`}
        isOpen={returning !== null}
        onClose={() => setReturning(null)}
        initial={{ removedBack: returning?.removed !== null }}
        submit={t('asset.giveBack')}
        act={({ removedBack, words }) =>
          returnSpare(returning?.loanId ?? '', { removedBack: removedBack === true, words })
        }
      >
        {returning?.removed != null && (
          <Form.Item name="removedBack" valuePropName="checked">
            <Checkbox>{t('asset.removedBack')}</Checkbox>
          </Form.Item>
        )}
        <TextField name="words" label={t('asset.note')} rows={2} required />
      </ActDrawer>
    </section>
  );
}
