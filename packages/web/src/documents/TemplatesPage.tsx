import '../staff/staff.css';
import './documents.css';
import type { FormTemplates, OrganisationId } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Select } from 'antd';
import { useState } from 'react';
import { useSession } from '../access/use-session.ts';
import { searchable, useOrganisationOptions } from '../accounts/places.ts';
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
  const { donVi } = useSearch({ from: '/bieu-mau' });
  const key = ['form-templates', donVi];
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchTemplates(donVi, signal) });
  const [sample, setSample] = useState<string | null>(null);
  return (
    <LoadState query={query} isEmpty={({ forms }) => forms.length === 0} empty={t('tpl.none')}>
      {(templates: FormTemplates) => (
        <>
          <div className="stf-bar">
            <Office templates={templates} />
            {templates.samples.length > 0 && (
              <Select
                aria-label={t('tpl.sample')}
                placeholder={t('tpl.sample')}
                style={{ width: 420 }}
                value={sampleOf(templates, sample)}
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
              key={`${templates.organisationId}:${form.form}`}
              form={form}
              templates={templates}
              sample={sampleOf(templates, sample)}
              onChanged={(now) => queries.setQueryData(key, now)}
            />
          ))}
        </>
      )}
    </LoadState>
  );
}

/** The chosen file, as long as it is one of this office; else its newest. */
const sampleOf = ({ samples }: FormTemplates, chosen: string | null): string | null =>
  samples.find(({ meetingId }) => meetingId === chosen)?.meetingId ?? samples[0]?.meetingId ?? null;

/** Whose templates these are; who works for the whole installation chooses (rule DO-11). */
function Office({ templates: { organisationId, organisation } }: { templates: FormTemplates }) {
  const session = useSession().data;
  const isWhole = session !== undefined && can(session.grants, 'document.print', {});
  return isWhole ? <OfficeChoice chosen={organisationId} /> : <strong>{organisation}</strong>;
}

function OfficeChoice({ chosen }: { chosen: OrganisationId }) {
  const t = useText();
  const navigate = useNavigate();
  return (
    <Select<OrganisationId>
      {...searchable}
      aria-label={t('tpl.office')}
      style={{ width: 420, maxWidth: '100%' }}
      value={chosen}
      options={[...useOrganisationOptions()]}
      onChange={(donVi) => void navigate({ to: '/bieu-mau', search: { donVi }, replace: true })}
    />
  );
}
