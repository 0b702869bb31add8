import type { RegistrationRulesReply, Site, SiteId } from '@nhipcau/contracts';
import { AutoComplete, Button, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { kindOfHost } from '../registration/draft-data.ts';
import type { PlainTextKey } from '../text/catalogue.ts';
import { useText } from '../text/language.tsx';
import { MomentInput } from '../ui/DateInputs.tsx';
import { ZONE } from '../ui/zone.ts';
import { bodiesOf, type DeskNote, fieldOf } from './desk-data.ts';
import { Field } from './Field.tsx';
import { SiteDetails } from './SiteDetails.tsx';

const HOUR_MS = 3_600_000;

interface Editing {
  readonly note: DeskNote;
  readonly rules: RegistrationRulesReply;
  readonly sites: readonly Site[];
  /** The host and everything below it. */
  readonly ownOrganisations: ReadonlySet<string>;
  readonly onNote: (change: Partial<DeskNote>) => void;
}

const words = (text: string) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
/** Found with or without marks. */
const matches = (typed: string, option: { label?: unknown } | undefined) =>
  words(String(option?.label ?? '')).includes(words(typed));

/** What the meeting is; fields the locality's form does not have are not there. */
export function MeetingFields(editing: Editing) {
  const t = useText();
  const { note, rules, onNote } = editing;
  return (
    <section className="apr-panel" aria-label={t('desk.step.what')}>
      <h2>{t('desk.step.what')}</h2>
      <div className="apr-grid">
        <Field label={t('desk.meetingTitle')} required wide>
          <Input
            value={note.title}
            maxLength={300}
            onChange={({ target }) => onNote({ title: target.value })}
          />
        </Field>
        <Field label={t('desk.host')} required>
          <Select
            showSearch={{ filterOption: matches }}
            value={note.hostId}
            onChange={(hostId) => {
              const kind = kindOfHost(rules, hostId, note.kind);
              const bodies = bodiesOf(rules, kind);
              const isFit = bodies.some(({ key }) => key === note.chairBody);
              onNote({
                hostId,
                kind,
                chairBody: isFit ? note.chairBody : (bodies[0]?.key ?? note.chairBody),
              });
            }}
            options={rules.hosts.map(({ organisationId, name }) => ({ value: organisationId, label: name }))}
          />
        </Field>
        <Field label={t('desk.kind')} required>
          <Select
            value={note.kind}
            onChange={(kind) => onNote({ kind, chairBody: bodiesOf(rules, kind)[0]?.key ?? note.chairBody })}
            options={rules.kinds.map(({ key, name }) => ({ value: key, label: name }))}
          />
        </Field>
        <Field label={t('desk.chairBody')} required>
          <Select
            value={note.chairBody}
            onChange={(chairBody) => onNote({ chairBody })}
            options={bodiesOf(rules, note.kind).map(({ key, name }) => ({ value: key, label: name }))}
          />
        </Field>
      </div>
      <Times {...editing} />
      <Sites {...editing} />
      <SiteDetails note={note} rules={rules} sites={editing.sites} onNote={onNote} />
      <Rest {...editing} />
    </section>
  );
}

function Times({ note, rules, onNote }: Editing) {
  const t = useText();
  const rehearsal = fieldOf(rules, 'rehearsal', note);
  const isDue = rehearsal?.required.includes(note.urgency) ?? false;
  return (
    <div className="apr-grid">
      <At
        label={t('desk.start')}
        required
        value={note.start}
        onChange={(start) =>
          onNote({ start, end: note.end ?? (start === null ? null : start + 2 * HOUR_MS) })
        }
      />
      <At label={t('desk.end')} required value={note.end} onChange={(end) => onNote({ end })} />
      {rehearsal && (
        <>
          <At
            label={t('desk.rehearsalStart')}
            required={isDue}
            value={note.rehearsalStart}
            onChange={(rehearsalStart) =>
              onNote({
                rehearsalStart,
                rehearsalEnd:
                  note.rehearsalEnd ?? (rehearsalStart === null ? null : rehearsalStart + HOUR_MS),
              })
            }
          />
          <At
            label={t('desk.rehearsalEnd')}
            required={isDue}
            value={note.rehearsalEnd}
            onChange={(rehearsalEnd) => onNote({ rehearsalEnd })}
          />
        </>
      )}
    </div>
  );
}

function At({
  label,
  required,
  value,
  onChange,
}: {
  label: string;
  required: boolean;
  value: number | null;
  onChange: (at: number | null) => void;
}) {
  return (
    <Field label={label} required={required}>
      <MomentInput value={value} timeZone={ZONE} onChange={onChange} onEmpty={() => onChange(null)} />
    </Field>
  );
}

function Sites({ note, sites, ownOrganisations, onNote }: Editing) {
  const t = useText();
  const admitted = sites.filter(({ status }) => status === 'admitted');
  const optionOf = ({ siteId, number, name }: Site) => ({ value: siteId, label: `${number} ${name}` });
  const own: SiteId[] = admitted
    .filter(({ organisationId }) => ownOrganisations.has(organisationId))
    .map(({ siteId }) => siteId);
  return (
    <div className="apr-grid">
      <Field label={t('desk.chairSite')} required>
        <Select
          showSearch={{ filterOption: matches }}
          value={note.chairSiteId}
          onChange={(chairSiteId) => onNote({ chairSiteId })}
          options={admitted.filter(({ roles }) => roles.includes('chair')).map(optionOf)}
        />
      </Field>
      <Field label={t('desk.sites')} required wide>
        <Select
          mode="multiple"
          maxTagCount={6}
          placeholder={t('desk.sitesHint')}
          showSearch={{ filterOption: matches }}
          value={[...note.siteIds]}
          onChange={(siteIds) => onNote({ siteIds })}
          options={admitted.map(optionOf)}
        />
      </Field>
      <Button
        className="apr-below"
        disabled={own.length === 0}
        onClick={() => onNote({ siteIds: [...new Set([...note.siteIds, ...own])] })}
      >
        {t('desk.sitesBelow')}
      </Button>
    </div>
  );
}

type Text = 'content' | 'venue' | 'chairPerson' | 'chairTitle' | 'script' | 'staffRequest';
const texts: readonly Text[] = ['content', 'venue', 'chairPerson', 'chairTitle', 'script', 'staffRequest'];
const long: readonly Text[] = ['content', 'script', 'staffRequest'];

/** Asked for under the locality's own words. */
function Rest({ note, rules, onNote }: Editing) {
  const t = useText();
  const asks = (field: string) => fieldOf(rules, field, note);
  const isDue = (field: string) => asks(field)?.required.includes(note.urgency) ?? false;
  const one = (field: string, name: PlainTextKey, control: ReactNode) =>
    asks(field) && (
      <Field label={t(name)} required={isDue(field)}>
        {control}
      </Field>
    );
  return (
    <div className="apr-grid">
      <Field label={t('desk.purpose')} required>
        <Select
          value={note.purpose}
          onChange={(purpose) => onNote({ purpose })}
          options={rules.purposes.map(({ key, name }) => ({ value: key, label: name }))}
        />
      </Field>
      {note.urgency === 'urgent' && asks('urgentCause') && (
        <Field label={asks('urgentCause')?.label ?? ''} required={isDue('urgentCause')}>
          <AutoComplete
            value={note.urgentCause}
            onChange={(urgentCause) => onNote({ urgentCause })}
            options={rules.urgentCauses.map((value) => ({ value }))}
          />
        </Field>
      )}
      {one(
        'technician',
        'desk.technicianName',
        <Input
          value={note.technicianName}
          onChange={({ target }) => onNote({ technicianName: target.value })}
        />,
      )}
      {one(
        'technician',
        'desk.technicianPhone',
        <Input
          inputMode="tel"
          value={note.technicianPhone}
          onChange={({ target }) => onNote({ technicianPhone: target.value })}
        />,
      )}
      {one(
        'basis',
        'desk.basisNumber',
        <Input value={note.basisNumber} onChange={({ target }) => onNote({ basisNumber: target.value })} />,
      )}
      {note.chairBody === 'upstream' &&
        one(
          'upstream',
          'desk.upstreamBody',
          <Input
            value={note.upstreamBody}
            onChange={({ target }) => onNote({ upstreamBody: target.value })}
          />,
        )}
      {note.chairBody === 'upstream' &&
        one(
          'upstream',
          'desk.upstreamDocument',
          <Input
            value={note.upstreamDocument}
            onChange={({ target }) => onNote({ upstreamDocument: target.value })}
          />,
        )}
      {texts.map((field) => {
        const rule = asks(field);
        if (!rule) return null;
        const isLong = long.includes(field);
        return (
          <Field key={field} label={rule.label} required={isDue(field)} wide={isLong}>
            {isLong ? (
              <Input.TextArea
                rows={2}
                value={note[field]}
                onChange={({ target }) => onNote({ [field]: target.value })}
              />
            ) : (
              <Input value={note[field]} onChange={({ target }) => onNote({ [field]: target.value })} />
            )}
          </Field>
        );
      })}
    </div>
  );
}
