import type { RegistrationDetail, SiteId } from '@nhipcau/contracts';
import { isGranted } from '@nhipcau/domain';
import { useState } from 'react';
import { lateRequestText } from '../approval/finding-text.ts';
import { shortDate } from '../regulation/format.ts';
import { instantText, type Speech } from '../regulation/sentences.ts';

const FIRST_SITES = 20;

/** What the file states, as it was stated; what nobody entered is left out. */
export function FileFacts({ detail, speech }: { detail: RegistrationDetail; speech: Speech }) {
  const { t } = speech;
  const { data, reception, lateReason, lateRequest } = detail.registration;
  const period = ({ start, end }: { start: number; end: number }) =>
    `${instantText(start, speech)} – ${instantText(end, speech)}`;
  const services = (
    ['recording', 'slides', 'video', 'projector', 'speaking', 'storeMedia', 'headquartersRoom'] as const
  )
    .filter((service) => data.technical[service] && isGranted(service, lateRequest))
    .map((service) => t(`file.service.${service}`));
  const { basis, technician, upstream } = data;
  const facts: readonly (readonly [string, string | null])[] = [
    [t('file.host'), detail.hostName],
    [t('file.kind'), detail.kindName],
    [t('file.official'), period(data.official)],
    [t('file.rehearsal'), data.rehearsal && period(data.rehearsal)],
    [t('file.chair'), [data.chairPerson, data.chairTitle].filter(Boolean).join(', ') || null],
    [t('file.venue'), data.venue],
    [t('file.cause'), data.urgentCause],
    [t('file.content'), data.content],
    [
      t('file.basis'),
      basis &&
        [basis.number, basis.issuedOn && shortDate(basis.issuedOn), basis.issuer].filter(Boolean).join(', '),
    ],
    [t('form.upstream'), upstream && [upstream.body, upstream.document].filter(Boolean).join(', ')],
    [t('file.technician'), technician && `${technician.name}, ${technician.phone}`],
    [t('file.services'), [...services, data.technical.other].filter(Boolean).join(', ') || null],
    [t('file.lateRequest'), lateRequest && lateRequestText(lateRequest, speech)],
    [t('form.name.script'), data.script],
    [
      t('file.received'),
      reception &&
        t('file.receivedBy', {
          channel: t(`file.channel.${reception.channel}`),
          at: instantText(reception.receivedAt, speech),
        }),
    ],
    [t('file.late'), lateReason],
  ];
  return (
    <section className="panel rf-section" aria-label={t('form.stated')}>
      <h2>{t('form.stated')}</h2>
      <dl className="rf-facts">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <Sites detail={detail} speech={speech} />
    </section>
  );
}

function Sites({ detail, speech }: { detail: RegistrationDetail; speech: Speech }) {
  const { t } = speech;
  const [isWhole, setWhole] = useState(false);
  const { sites, chairSiteId } = detail.registration.data;
  const names = new Map(Object.entries(detail.siteNames));
  const nameOf = (siteId: SiteId) => names.get(siteId) ?? siteId;
  const shown = isWhole ? sites : sites.slice(0, FIRST_SITES);
  const rest = sites.length - shown.length;
  return (
    <>
      <h3>{t('inbox.sites', { count: sites.length })}</h3>
      <ul className="rf-sitelist">
        {shown.map(({ siteId, attendance, contactName, contactPhone }) => (
          <li key={siteId}>
            <strong>{nameOf(siteId)}</strong>
            {siteId === chairSiteId && <span className="reg-chip good">{t('file.chairSite')}</span>}
            <span className="muted">
              {[attendance !== null && t('form.attendance', { count: attendance }), contactName, contactPhone]
                .filter(Boolean)
                .join(', ')}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className="button quiet" onClick={() => setWhole(true)}>
          {t('file.moreSites', { count: rest })}
        </button>
      )}
    </>
  );
}
