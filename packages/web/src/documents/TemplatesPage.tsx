import '../staff/staff.css';
import './documents.css';
import type { FormTemplates } from '@nhipcau/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Select } from 'antd';
import { useState } from 'react';
import { LoadState } from '../office/LoadState.tsx';
import { OfficePage } from '../office/OfficePage.tsx';
import { useText } from '../text/language.tsx';
import { TemplatePanel } from './TemplatePanel.tsx';
import { fetchTemplates } from './template-calls.ts';

/** `/bieu-mau`: by which template an office prints each form of its locality. */
export function TemplatesPage() {
  const t = useText();
  return (
    <OfficePage title={t('tpl.title')} subtitle={t('tpl.subtitle')}>
      <Templates />
    </OfficePage>
  );
}

function Templates() {
  const t = useText();
  const queries = useQueryClient();
  const key = ['form-templates'];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchTemplates(undefined, signal) });
  const [sample, setSample] = useState<string | null>(null);
  return (
    <LoadState query={query} isEmpty={({ forms }) => forms.length === 0} empty={t('tpl.none')}>
      {(templates: FormTemplates) => (
        <>
          <div className="stf-bar">
            <strong>{templates.organisation}</strong>
            {templates.samples.length > 0 && (
              <Select
                aria-label={t('tpl.sample')}
                placeholder={t('tpl.sample')}
                style={{ width: 420 }}
                value={sample}
                onChange={setSample}
                options={templates.samples.map(({ meetingId, title, fileNumber }) => ({
                  value: meetingId,
                  label: `${fileNumber} – ${title}`,
                }))}
              />
            )}
          </div>
          {!templates.mayWrite && <Alert type="info" showIcon title={t('tpl.readOnly')} />}
          {templates.forms.map((form) => (
            <TemplatePanel
              key={form.form}
              form={form}
              templates={templates}
              sample={sample ?? templates.samples[0]?.meetingId ?? null}
              onChanged={(now) => queries.setQueryData(key, now)}
            />
          ))}
        </>
      )}
    </LoadState>
  );
}
