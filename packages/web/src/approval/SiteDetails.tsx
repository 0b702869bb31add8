import type { RegistrationRulesReply, Site } from '@nhipcau/contracts';
import { Input, InputNumber } from 'antd';
import { useText } from '../text/language.tsx';
import { type DeskNote, fieldOf, noDetail, type SiteDetail } from './desk-data.ts';

/** What the paper form says of each site (BD PL I, table of 7); only where the locality's form has it. */
export function SiteDetails({
  note,
  rules,
  sites,
  onNote,
}: {
  note: DeskNote;
  rules: RegistrationRulesReply;
  sites: readonly Site[];
  onNote: (change: Partial<DeskNote>) => void;
}) {
  const t = useText();
  const attendance = fieldOf(rules, 'sites.attendance', note);
  const contact = fieldOf(rules, 'sites.contactName', note);
  const listed = note.siteIds.filter((siteId) => siteId !== note.chairSiteId);
  if ((!attendance && !contact) || listed.length === 0) return null;
  const names = new Map(sites.map(({ siteId, name }) => [siteId, name]));
  const set = (siteId: string, change: Partial<SiteDetail>) =>
    onNote({
      siteDetails: {
        ...note.siteDetails,
        [siteId]: { ...(note.siteDetails[siteId] ?? noDetail), ...change },
      },
    });
  return (
    <div className="apr-site-table">
      <table>
        <thead>
          <tr>
            <th>{t('file.sites')}</th>
            <th>{attendance?.label}</th>
            <th>{contact?.label}</th>
            <th>{t('desk.technicianPhone')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((siteId) => {
            const detail = note.siteDetails[siteId] ?? noDetail;
            const name = names.get(siteId) ?? siteId;
            return (
              <tr key={siteId}>
                <th scope="row">{name}</th>
                <td>
                  <InputNumber
                    min={0}
                    max={100_000}
                    aria-label={`${attendance?.label ?? ''} ${name}`}
                    value={detail.attendance}
                    onChange={(value) => set(siteId, { attendance: value })}
                  />
                </td>
                <td>
                  <Input
                    aria-label={`${contact?.label ?? ''} ${name}`}
                    value={detail.contactName}
                    onChange={({ target }) => set(siteId, { contactName: target.value })}
                  />
                </td>
                <td>
                  <Input
                    inputMode="tel"
                    aria-label={`${t('desk.technicianPhone')} ${name}`}
                    value={detail.contactPhone}
                    onChange={({ target }) => set(siteId, { contactPhone: target.value })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
