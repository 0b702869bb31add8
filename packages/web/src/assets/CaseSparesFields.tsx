import type { IncidentCase } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { Articles } from '../staff/Articles.tsx';
import { useText } from '../text/language.tsx';
import { fetchSpares } from './calls.ts';

/** What can stand in for what failed, out of the inventory, and what the site planned for it. */
export function CaseSparesFields({ of }: { of: IncidentCase }) {
  const t = useText();
  const { data } = useQuery({
    queryKey: ['incidents', 'spares', of.caseId],
    queryFn: ({ signal }) => fetchSpares(of.caseId, { signal }),
  });
  if (!data) return null;
  const options = (devices: typeof data.spares) => [
    { value: '', label: t('asset.spareNone') },
    ...devices.map(({ assetId, code, kind, model, custodianName }) => ({
      value: String(assetId),
      label: `${code} · ${t(`asset.kind.${kind}`)} ${model} (${custodianName})`,
    })),
  ];
  return (
    <>
      {data.rule && (
        <p className="muted">
          {t('asset.sparesBy', { by: data.rule.by })} <Articles cite={data.rule.cite} />
        </p>
      )}
      {data.plans.length > 0 && (
        <section aria-label={t('asset.sitePlans')}>
          <strong>{t('asset.sitePlans')}</strong>
          <ul>
            {data.plans.map(({ subject, plan }) => (
              <li key={subject}>{`${t(`asset.fallback.${subject}`)}: ${plan}`}</li>
            ))}
          </ul>
        </section>
      )}
      {data.spares.length > 0 && (
        <Form.Item name="spareId" label={t('asset.spare')} initialValue="">
          <Select options={options(data.spares)} />
        </Form.Item>
      )}
      {data.spares.length > 0 && data.devices.length > 0 && (
        <Form.Item name="removedId" label={t('asset.failedDevice')} initialValue="">
          <Select options={options(data.devices)} />
        </Form.Item>
      )}
    </>
  );
}
