import type { RegistrationRulesReply } from '@nhipcau/contracts';
import { Button, Checkbox, Input, Segmented } from 'antd';
import { serverNow } from '../api/server-clock.ts';
import { useText } from '../text/language.tsx';
import { MomentInput } from '../ui/DateInputs.tsx';
import { ZONE } from '../ui/zone.ts';
import { channelsFor, type DeskNote } from './desk-data.ts';
import { Field } from './Field.tsx';

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

interface Editing {
  readonly note: DeskNote;
  readonly rules: RegistrationRulesReply;
  readonly onNote: (change: Partial<DeskNote>) => void;
}

/** Urgency and channel first, then what this channel has to be noted with. */
export function ReceptionFields({ note, rules, onNote }: Editing) {
  const t = useText();
  return (
    <section className="apr-panel" aria-label={t('desk.step.how')}>
      <h2>{t('desk.step.how')}</h2>
      <div className="apr-row">
        <Field label={t('desk.urgency')}>
          <Segmented<DeskNote['urgency']>
            value={note.urgency}
            onChange={(urgency) =>
              onNote({ urgency, channel: channelsFor(rules, urgency)[0] ?? note.channel })
            }
            options={[
              { value: 'urgent', label: capital(rules.urgencyNames.urgent) },
              { value: 'planned', label: capital(rules.urgencyNames.planned) },
            ]}
          />
        </Field>
        <Field label={t('desk.channel')}>
          <Segmented<DeskNote['channel']>
            value={note.channel}
            onChange={(channel) => onNote({ channel })}
            options={channelsFor(rules, note.urgency).map((channel) => ({
              value: channel,
              label: t(`file.channel.${channel}`),
            }))}
          />
        </Field>
        <Field label={t('desk.receivedAt')} required>
          <div className="apr-when">
            <MomentInput
              value={note.receivedAt}
              timeZone={ZONE}
              onChange={(receivedAt) => onNote({ receivedAt })}
            />
            <Button onClick={() => onNote({ receivedAt: serverNow() })}>{t('desk.now')}</Button>
          </div>
        </Field>
      </div>
      {note.channel === 'telephone' ? (
        <Call note={note} onNote={onNote} />
      ) : (
        <Field label={t('desk.sender')} wide>
          <Input
            value={note.sender}
            maxLength={300}
            onChange={({ target }) => onNote({ sender: target.value })}
          />
        </Field>
      )}
    </section>
  );
}

function Call({ note, onNote }: Pick<Editing, 'note' | 'onNote'>) {
  const t = useText();
  return (
    <>
      <div className="apr-grid">
        <Field label={t('desk.caller')} required>
          <Input
            value={note.caller}
            maxLength={300}
            onChange={({ target }) => onNote({ caller: target.value })}
          />
        </Field>
        <Field label={t('desk.callee')} required>
          <Input
            value={note.callee}
            maxLength={300}
            onChange={({ target }) => onNote({ callee: target.value })}
          />
        </Field>
        <Field label={t('desk.callPhone')}>
          <Input
            value={note.callPhone}
            inputMode="tel"
            maxLength={25}
            onChange={({ target }) => onNote({ callPhone: target.value })}
          />
        </Field>
      </div>
      <Checkbox checked={note.readBack} onChange={({ target }) => onNote({ readBack: target.checked })}>
        {t('desk.readBack')}
      </Checkbox>
    </>
  );
}
