import { type SessionInfo, Vocabulary } from '@nhipcau/contracts';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../api/http.ts';
import { fetchRegulation } from '../regulation/calls.ts';
import { useText } from '../text/language.tsx';

/** The locality's form about the people of units (QN PL III), of the own unit and of all; nothing where there is none. */
export function ContactForms({ session }: { session: SessionInfo }) {
  const t = useText();
  const form = useQuery({
    queryKey: ['contact-form'],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const { locality } = await callApi('/vocabulary', { reply: Vocabulary, signal });
      const { profile } = await fetchRegulation(locality, signal);
      return profile.office.forms.forms.find(({ key }) => key === 'unitContacts')?.name ?? null;
    },
  });
  if (!form.data) return null;
  const own = session.organisationId;
  return (
    <nav className="staff-forms" aria-label={form.data}>
      <span className="muted">{form.data}</span>
      {own !== null && (
        <a className="button" href={`/api/staff/units/${encodeURIComponent(own)}/contact-form.pdf`}>
          {t('staff.form.own')}
        </a>
      )}
      <a className="button" href="/api/staff/contact-form.pdf">
        {t('staff.form.pdf')}
      </a>
      <a className="button" href="/api/staff/contact-form.docx">
        {t('staff.form.docx')}
      </a>
    </nav>
  );
}
