import { useState } from 'react';
import { Field, Findings } from './Field.tsx';
import { askedFor, findingsAt, useForm } from './form-context.tsx';
import { SitePicker } from './SitePicker.tsx';
import { SiteTable } from './SiteTable.tsx';

const MOST_TOLD = 4;

/** Where: who takes part, who chairs, whom to call at each. */
export function SitesSection() {
  const form = useForm();
  const { draft, speech } = form;
  const { t } = speech;
  return (
    <section className="panel rf-section" aria-labelledby="rf-sites">
      <h2 id="rf-sites">
        {askedFor(form, 'sites')?.label ?? t('file.sites')}
        <span className="rf-count">{draft.sites.length}</span>
      </h2>
      <SitePicker />
      {draft.sites.length > 0 && <FillDown />}
      <SiteTable />
      <Field field="chairSiteId" label={t('desk.chairSite')} required>
        {(control) => <ChairSite id={control.id} />}
      </Field>
      <Findings findings={findingsAt(form, 'sites').slice(0, MOST_TOLD)} speech={speech} />
    </section>
  );
}

function ChairSite({ id }: { id: string }) {
  const { draft, sites, speech } = useForm();
  const name = sites.find(({ siteId }) => siteId === draft.chairSiteId)?.name;
  return <output id={id}>{name ?? speech.t('form.chairSiteNone')}</output>;
}

/** Fills what is still empty in all lines: contacts from the directory, one number of people for all. */
function FillDown() {
  const { draft, change, sites, speech } = useForm();
  const { t } = speech;
  const [people, setPeople] = useState('');
  const fillContacts = () => {
    const byId = new Map(sites.map((site) => [site.siteId, site]));
    change({
      sites: draft.sites.map((row) => {
        const site = byId.get(row.siteId);
        return {
          ...row,
          contactName: row.contactName ?? site?.dutyTitle ?? null,
          contactPhone: row.contactPhone ?? site?.dutyPhone ?? null,
        };
      }),
    });
  };
  const fillPeople = () => {
    const attendance = Math.trunc(Number(people));
    if (people === '' || !Number.isFinite(attendance) || attendance < 0) return;
    change({ sites: draft.sites.map((row) => ({ ...row, attendance: row.attendance ?? attendance })) });
  };
  return (
    <div className="rf-fill">
      <button type="button" className="button" onClick={fillContacts}>
        {t('form.fillContacts')}
      </button>
      <input
        className="input"
        type="number"
        min={0}
        aria-label={t('form.people')}
        placeholder={t('form.people')}
        value={people}
        onChange={(event) => setPeople(event.target.value)}
      />
      <button type="button" className="button" onClick={fillPeople}>
        {t('form.fillPeople')}
      </button>
    </div>
  );
}
