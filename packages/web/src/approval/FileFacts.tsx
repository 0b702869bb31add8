import type { RegistrationDetail } from '@nhipcau/contracts';
import { isGranted } from '@nhipcau/domain';
import { Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { instantText, type Speech } from '../regulation/sentences.ts';
import type { PlainTextKey } from '../text/catalogue.ts';
import { lateRequestText } from './finding-text.ts';
import { periodText } from './period.ts';

const SITES_SHOWN = 8;

const services = {
  recording: 'file.service.recording',
  slides: 'file.service.slides',
  video: 'file.service.video',
  projector: 'file.service.projector',
  speaking: 'file.service.speaking',
  storeMedia: 'file.service.storeMedia',
  headquartersRoom: 'file.service.headquartersRoom',
} as const satisfies Readonly<Record<string, PlainTextKey>>;
const serviceNames = [
  'recording',
  'slides',
  'video',
  'projector',
  'speaking',
  'storeMedia',
  'headquartersRoom',
] as const;

/** What the host states, without the fields that were left empty. */
export function FileFacts({ file, speech }: { file: RegistrationDetail; speech: Speech }) {
  const items = factsOf(file, speech)
    .filter(({ children }) => children !== null && children !== '')
    .map(({ label, children }) => ({ key: label, label: speech.t(label), children }));
  return <Descriptions size="small" column={1} bordered className="apr-facts" items={items} />;
}

interface Fact {
  readonly label: PlainTextKey;
  readonly children: ReactNode;
}

function factsOf(file: RegistrationDetail, speech: Speech): Fact[] {
  const { data, reception, lateReason, lateRequest } = file.registration;
  const named = serviceNames
    .filter((name) => data.technical[name] && isGranted(name, lateRequest))
    .map((name) => speech.t(services[name]));
  return [
    { label: 'file.host', children: file.hostName },
    { label: 'file.kind', children: file.kindName },
    { label: 'file.official', children: <strong>{periodText(data.official, speech)}</strong> },
    { label: 'file.rehearsal', children: data.rehearsal && periodText(data.rehearsal, speech) },
    { label: 'file.chair', children: joined([data.chairPerson, data.chairTitle]) },
    { label: 'file.venue', children: data.venue },
    { label: 'file.cause', children: data.urgentCause },
    { label: 'file.basis', children: data.basis && joined([data.basis.number, data.basis.issuer]) },
    { label: 'file.content', children: data.content },
    { label: 'file.sites', children: <Sites file={file} speech={speech} /> },
    { label: 'file.services', children: joined([...named, data.technical.other]) },
    { label: 'file.lateRequest', children: lateRequest && lateRequestText(lateRequest, speech) },
    {
      label: 'file.technician',
      children: data.technician && joined([data.technician.name, data.technician.phone]),
    },
    { label: 'file.received', children: reception && receptionText(reception, speech) },
    { label: 'file.late', children: lateReason },
  ];
}

const joined = (parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(', ');

/** How it came in, in one line. */
export function receptionText(
  { channel, receivedAt, sender, call }: NonNullable<RegistrationDetail['registration']['reception']>,
  speech: Speech,
  withTime = true,
): string {
  const { t } = speech;
  const name = t(`file.channel.${channel}`);
  return joined([
    withTime ? t('file.receivedBy', { channel: name, at: instantText(receivedAt, speech) }) : name,
    sender,
    call && t('file.calledBy', { caller: call.caller, callee: call.callee }),
    call?.readBack ? t('file.readBack') : null,
  ]);
}

function Sites({ file, speech: { t } }: { file: RegistrationDetail; speech: Speech }) {
  const { sites, chairSiteId } = file.registration.data;
  const ordered = [...sites].sort(
    (a, b) => Number(b.siteId === chairSiteId) - Number(a.siteId === chairSiteId),
  );
  const rest = ordered.length - SITES_SHOWN;
  return (
    <ul className="apr-sites">
      {ordered.slice(0, SITES_SHOWN).map(({ siteId }) => (
        <li key={siteId}>
          {file.siteNames[siteId] ?? siteId}
          {siteId === chairSiteId && <span className="reg-chip">{t('file.chairSite')}</span>}
        </li>
      ))}
      {rest > 0 && <li className="muted">{t('file.moreSites', { count: rest })}</li>}
    </ul>
  );
}
