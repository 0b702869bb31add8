import { DayInput } from '../ui/DateInputs.tsx';
import { Field } from './Field.tsx';
import { askedFor, useForm } from './form-context.tsx';
import { LongInput, TextInput } from './inputs.tsx';
import { Text } from './MeetingSection.tsx';

const services = [
  'recording',
  'slides',
  'video',
  'projector',
  'speaking',
  'storeMedia',
  'headquartersRoom',
] as const;

/** Script, staff, technician, technical requests, invitation, state secrets: each where the locality asks for it. */
export function ExtrasSection() {
  const form = useForm();
  const { t } = form.speech;
  return (
    <section className="panel rf-section" aria-labelledby="rf-extras">
      <h2 id="rf-extras">{t('form.extras')}</h2>
      <div className="rf-grid">
        <Technician />
        <Services />
        <Text field="script" rows={6} />
        <Text field="staffRequest" rows={3} />
        <Invitation />
        <Secret />
      </div>
    </section>
  );
}

function Technician() {
  const form = useForm();
  const asked = askedFor(form, 'technician');
  if (!asked) return null;
  const { draft, change, speech } = form;
  const { name = '', phone = '' } = draft.technician ?? {};
  return (
    <Field field="technician" label={asked.label} required={asked.required.includes(draft.urgency)} wide>
      {(control) => (
        <div className="rf-two">
          <TextInput
            control={control}
            value={name}
            placeholder={speech.t('form.personName')}
            onChange={(text) => change({ technician: { name: text ?? '', phone } })}
          />
          <input
            className="input"
            type="tel"
            aria-label={speech.t('form.phone')}
            placeholder={speech.t('form.phone')}
            value={phone}
            onChange={(event) => change({ technician: { name, phone: event.target.value } })}
          />
        </div>
      )}
    </Field>
  );
}

/** R-REG-09: what is wanted beyond picture and sound. */
function Services() {
  const form = useForm();
  const { draft, change, speech } = form;
  const { technical } = draft;
  const asked = services.flatMap((service) => {
    const field = askedFor(form, `technical.${service}`);
    return field ? [{ service, label: field.label }] : [];
  });
  const other = askedFor(form, 'technical.other');
  if (asked.length === 0 && !other) return null;
  return (
    <Field field="technical" label={speech.t('file.services')} wide>
      {(control) => (
        <fieldset className="rf-checks" id={control.id}>
          {asked.map(({ service, label }) => (
            <label key={service} className="reg-check">
              <input
                type="checkbox"
                checked={technical[service]}
                onChange={(event) => change({ technical: { ...technical, [service]: event.target.checked } })}
              />
              <span>{label}</span>
            </label>
          ))}
          {other && (
            <input
              className="input"
              aria-label={other.label}
              placeholder={other.label}
              value={technical.other ?? ''}
              onChange={(event) => change({ technical: { ...technical, other: event.target.value || null } })}
            />
          )}
        </fieldset>
      )}
    </Field>
  );
}

/** R-REG-11: number and date of the invitation, to see whether it came before the confirmation. */
function Invitation() {
  const form = useForm();
  const asked = askedFor(form, 'invitation');
  if (!asked) return null;
  const { draft, change, speech } = form;
  const { number = '', issuedOn = '' } = draft.invitation ?? {};
  return (
    <Field field="invitation" label={asked.label} wide>
      {(control) => (
        <div className="rf-two">
          <TextInput
            control={control}
            value={number}
            placeholder={speech.t('form.number')}
            onChange={(text) => change({ invitation: { number: text ?? '', issuedOn } })}
          />
          <DayInput
            aria-label={speech.t('form.issuedOn')}
            value={issuedOn}
            onChange={(day) => change({ invitation: { number, issuedOn: day ?? '' } })}
          />
        </div>
      )}
    </Field>
  );
}

/** R-REG-13: declared, and then never without a plan. */
function Secret() {
  const { draft, change, rules, speech } = useForm();
  const { t } = speech;
  if (!rules.allowsSecret) return null;
  const { secret } = draft;
  return (
    <>
      <Field field="secret" label={t('form.secret')} wide>
        {(control) => (
          <label className="reg-check">
            <input
              id={control.id}
              type="checkbox"
              checked={secret.declared}
              onChange={(event) =>
                change({ secret: { declared: event.target.checked, protectionPlan: secret.protectionPlan } })
              }
            />
            <span>{t('form.secretDeclare')}</span>
          </label>
        )}
      </Field>
      {secret.declared && (
        <Field field="secret.protectionPlan" label={t('form.protectionPlan')} required wide>
          {(control) => (
            <LongInput
              control={control}
              value={secret.protectionPlan}
              onChange={(protectionPlan) => change({ secret: { declared: true, protectionPlan } })}
            />
          )}
        </Field>
      )}
    </>
  );
}
