import { OrganisationId } from '@nhipcau/contracts';
import { DayInput } from '../ui/DateInputs.tsx';
import { kindOfHost } from './draft-data.ts';
import { Field } from './Field.tsx';
import { askedFor, useForm } from './form-context.tsx';
import { Choice, LongInput, Select, TextInput } from './inputs.tsx';

/** What the meeting is, who holds it, why. */
export function MeetingSection() {
  const { draft, change, rules, speech } = useForm();
  const { t } = speech;
  const kinds = rules.kinds.map(({ key, name }) => ({ key, name }));
  const bodiesOf = (kind: string) => rules.kinds.find(({ key }) => key === kind)?.chairBodies ?? [];
  const chairBodies = bodiesOf(draft.kind).map((key) => ({
    key,
    name: rules.chairBodies.find((one) => one.key === key)?.name ?? key,
  }));
  /** The chair that the kind usually has, when the present one does not fit it. */
  const withKind = (kind: string) => {
    const [usual] = bodiesOf(kind);
    const fits = bodiesOf(kind).includes(draft.chairBody);
    return { kind, ...(fits || usual === undefined ? {} : { chairBody: usual }) };
  };
  const chooseHost = (id: string) =>
    change({
      hostOrganisationId: OrganisationId.parse(id),
      ...withKind(kindOfHost(rules, id, draft.kind)),
    });
  return (
    <section className="panel rf-section" aria-labelledby="rf-meeting">
      <h2 id="rf-meeting">{t('form.meeting')}</h2>
      <div className="rf-grid">
        <Field field="title" label={t('form.title')} required wide>
          {(control) => (
            <TextInput
              control={control}
              value={draft.title}
              placeholder={t('form.titleHint')}
              onChange={(title) => change({ title: title ?? '' })}
            />
          )}
        </Field>
        <Field field="urgency" label={t('form.urgency')} required>
          {(control) => (
            <Choice
              control={control}
              value={draft.urgency}
              options={[
                { key: 'planned', name: rules.urgencyNames.planned },
                { key: 'urgent', name: rules.urgencyNames.urgent },
              ]}
              onChange={(urgency) =>
                change({ urgency, urgentCause: urgency === 'planned' ? null : draft.urgentCause })
              }
            />
          )}
        </Field>
        <Field field="kind" label={t('form.kind')} required>
          {(control) => (
            <Select
              control={control}
              value={draft.kind}
              options={kinds}
              onChange={(kind) => kind && change(withKind(kind))}
            />
          )}
        </Field>
        <Field field="hostOrganisationId" label={t('form.host')} required>
          {(control) => (
            <Select
              control={control}
              value={draft.hostOrganisationId}
              options={rules.hosts.map(({ organisationId, name }) => ({ key: organisationId, name }))}
              onChange={(id) => id && chooseHost(id)}
            />
          )}
        </Field>
        <Field field="chairBody" label={t('form.chairBody')} required>
          {(control) => (
            <Select
              control={control}
              value={draft.chairBody}
              options={chairBodies}
              onChange={(chairBody) => chairBody && change({ chairBody })}
            />
          )}
        </Field>
        <Asked />
      </div>
    </section>
  );
}

/** Entries that only some localities ask for, in their words. */
function Asked() {
  const { draft, rules } = useForm();
  return (
    <>
      {draft.urgency === 'urgent' && <Line field="urgentCause" suggestions={rules.urgentCauses} />}
      <Purpose />
      <Line field="chairPerson" />
      <Line field="chairTitle" />
      <Line field="venue" />
      <FormOfMeeting />
      {draft.chairBody === 'upstream' && <Upstream />}
      <Basis />
      <Text field="content" rows={3} />
    </>
  );
}

type LineField = 'urgentCause' | 'chairPerson' | 'chairTitle' | 'venue';

function Line({ field, suggestions = [] }: { field: LineField; suggestions?: readonly string[] }) {
  const form = useForm();
  const asked = askedFor(form, field);
  if (!asked) return null;
  const { draft, change } = form;
  const list = `rf-list-${field}`;
  return (
    <Field field={field} label={asked.label} required={asked.required.includes(draft.urgency)}>
      {(control) => (
        <>
          <TextInput
            control={control}
            value={draft[field]}
            {...(suggestions.length > 0 ? { list } : {})}
            onChange={(value) => change({ [field]: value })}
          />
          {suggestions.length > 0 && (
            <datalist id={list}>
              {suggestions.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

export function Text({ field, rows }: { field: 'content' | 'script' | 'staffRequest'; rows: number }) {
  const form = useForm();
  const asked = askedFor(form, field);
  if (!asked) return null;
  const { draft, change } = form;
  return (
    <Field field={field} label={asked.label} required={asked.required.includes(draft.urgency)} wide>
      {(control) => (
        <LongInput
          control={control}
          rows={rows}
          value={draft[field]}
          onChange={(value) => change({ [field]: value })}
        />
      )}
    </Field>
  );
}

function Purpose() {
  const form = useForm();
  const asked = askedFor(form, 'purpose');
  if (!asked) return null;
  const { draft, change, rules, speech } = form;
  return (
    <Field field="purpose" label={asked.label} required={asked.required.includes(draft.urgency)}>
      {(control) => (
        <Select
          control={control}
          value={draft.purpose}
          none={speech.t('form.choose')}
          options={rules.purposes}
          onChange={(purpose) => change({ purpose })}
        />
      )}
    </Field>
  );
}

function FormOfMeeting() {
  const form = useForm();
  const asked = askedFor(form, 'form');
  if (!asked) return null;
  const { draft, change, speech } = form;
  return (
    <Field field="form" label={asked.label} required>
      {(control) => (
        <Choice
          control={control}
          value={draft.form}
          options={[
            { key: 'online', name: speech.t('form.online') },
            { key: 'mixed', name: speech.t('form.mixed') },
          ]}
          onChange={(chosen) => change({ form: chosen })}
        />
      )}
    </Field>
  );
}

function Upstream() {
  const form = useForm();
  const { draft, change, speech } = form;
  const { body = '', document = null } = draft.upstream ?? {};
  return (
    <>
      <Field field="upstream" label={askedFor(form, 'upstream')?.label ?? speech.t('form.upstream')} required>
        {(control) => (
          <TextInput
            control={control}
            value={body}
            onChange={(text) => change({ upstream: { body: text ?? '', document } })}
          />
        )}
      </Field>
      <Field field="upstream.document" label={speech.t('form.upstreamDocument')}>
        {(control) => (
          <TextInput
            control={control}
            value={document}
            onChange={(text) => change({ upstream: { body, document: text } })}
          />
        )}
      </Field>
    </>
  );
}

/** The document the meeting rests on: number, date, issuer. */
function Basis() {
  const form = useForm();
  const asked = askedFor(form, 'basis');
  if (!asked) return null;
  const { draft, change, speech } = form;
  const { t } = speech;
  const basis = draft.basis ?? { number: '', issuedOn: null, issuer: null };
  const set = (patch: Partial<typeof basis>) => change({ basis: { ...basis, ...patch } });
  return (
    <Field field="basis" label={asked.label} required={asked.required.includes(draft.urgency)} wide>
      {(control) => (
        <div className="rf-three">
          <TextInput
            control={control}
            placeholder={t('form.number')}
            value={basis.number}
            onChange={(number) => set({ number: number ?? '' })}
          />
          <DayInput
            aria-label={t('form.issuedOn')}
            value={basis.issuedOn}
            onChange={(issuedOn) => set({ issuedOn })}
          />
          <input
            className="input"
            aria-label={t('form.issuer')}
            placeholder={t('form.issuer')}
            value={basis.issuer ?? ''}
            onChange={(event) => set({ issuer: event.target.value || null })}
          />
        </div>
      )}
    </Field>
  );
}
