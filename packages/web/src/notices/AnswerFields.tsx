import { Button, Checkbox, Form, Input } from 'antd';
import { useText } from '../text/language.tsx';
import { type AnswerDraft, emptyStandby, isPhone } from './answer-draft.ts';

interface Asks {
  readonly asksStart: boolean;
  readonly asksStandby: boolean;
  /** The desk writes down a call. */
  readonly byTelephone?: boolean;
}

/** Who took the call, who is on duty, whether work has started, who stands by. */
export function AnswerFields({
  draft,
  onChange,
  asksStart,
  asksStandby,
  byTelephone = false,
}: Asks & { draft: AnswerDraft; onChange: (draft: AnswerDraft) => void }) {
  const t = useText();
  const set = (change: Partial<AnswerDraft>) => onChange({ ...draft, ...change });
  const { dutyName, dutyPhone } = draft;
  const isHalf = (dutyName.trim() === '') !== (dutyPhone.trim() === '');
  return (
    <Form layout="vertical" component="div" className="ntc-fields">
      {byTelephone && (
        <Form.Item label={t('notice.answer.spokenTo')} htmlFor="ntc-spoken">
          <Input
            id="ntc-spoken"
            autoFocus
            maxLength={200}
            value={draft.spokenTo}
            onChange={(event) => set({ spokenTo: event.target.value })}
          />
        </Form.Item>
      )}
      <div className="ntc-pair">
        <Form.Item
          label={t('notice.answer.dutyName')}
          htmlFor="ntc-duty"
          {...(isHalf ? { help: t('notice.answer.both') } : {})}
        >
          <Input
            id="ntc-duty"
            maxLength={200}
            autoComplete="name"
            value={dutyName}
            onChange={(event) => set({ dutyName: event.target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t('notice.answer.dutyPhone')}
          htmlFor="ntc-phone"
          {...(isPhone(dutyPhone) ? {} : { validateStatus: 'error', help: t('notice.answer.phoneWrong') })}
        >
          <Input
            id="ntc-phone"
            type="tel"
            inputMode="tel"
            maxLength={25}
            autoComplete="tel"
            value={dutyPhone}
            onChange={(event) => set({ dutyPhone: event.target.value })}
          />
        </Form.Item>
      </div>
      {asksStart && (
        <Checkbox checked={draft.started} onChange={(event) => set({ started: event.target.checked })}>
          {t('notice.answer.started')}
        </Checkbox>
      )}
      {asksStandby && <StandbyFields draft={draft} onChange={onChange} />}
    </Form>
  );
}

function StandbyFields({ draft, onChange }: { draft: AnswerDraft; onChange: (draft: AnswerDraft) => void }) {
  const t = useText();
  const { standby } = draft;
  const setLine = (at: number, change: Partial<(typeof standby)[number]>) =>
    onChange({
      ...draft,
      standby: standby.map((line, index) => (index === at ? { ...line, ...change } : line)),
    });
  const fields = [
    ['area', 'notice.answer.area'],
    ['name', 'notice.answer.name'],
    ['phone', 'notice.answer.phone'],
  ] as const;
  return (
    <fieldset className="ntc-standby">
      <legend>{t('notice.answer.standby')}</legend>
      {standby.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own while they are written
        <div className="ntc-standby-line" key={at}>
          {fields.map(([field, label]) => (
            <Input
              key={field}
              aria-label={t(label)}
              placeholder={t(label)}
              maxLength={field === 'phone' ? 25 : 200}
              value={line[field]}
              {...(field === 'phone' && !isPhone(line.phone) ? { status: 'error' } : {})}
              onChange={(event) => setLine(at, { [field]: event.target.value })}
            />
          ))}
          <Button
            aria-label={t('notice.answer.remove')}
            onClick={() => onChange({ ...draft, standby: standby.filter((_, index) => index !== at) })}
          >
            {'×'}
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange({ ...draft, standby: [...standby, emptyStandby] })}>
        {t('notice.answer.add')}
      </Button>
    </fieldset>
  );
}
