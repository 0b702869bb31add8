import type { MeetingId, RegistrationAct, RegistrationDetail } from '@nhipcau/contracts';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';
import { Field } from './Field.tsx';
import { useFileActs } from './use-file-acts.ts';

const LEAST_REASON = 3;

/** Acts that have to say why, in the order of their buttons. */
const reasoned = [
  { act: 'returnForCompletion', text: 'decide.return', suggestions: ['decide.reason.incomplete'] },
  { act: 'refuse', text: 'decide.refuse', suggestions: ['decide.reason.conflict', 'decide.reason.unfit'] },
  { act: 'postpone', text: 'decide.postpone', suggestions: ['decide.reason.conflict'] },
  { act: 'cancel', text: 'decide.cancel', suggestions: [] },
] as const;
type Reasoned = (typeof reasoned)[number];

/** The decision: one press to confirm, a reason for everything else. */
export function DecisionBar({
  file,
  displaced,
  rivals,
  hasConflict,
  onDone,
}: {
  file: RegistrationDetail;
  displaced: readonly MeetingId[];
  /** Files that wait for the same room and time. */
  rivals: readonly MeetingId[];
  hasConflict: boolean;
  onDone: (file: RegistrationDetail) => void;
}) {
  const t = useText();
  const [asking, setAsking] = useState<Reasoned | null>(null);
  const { act, isActing, failure } = useFileActs((done) => {
    setAsking(null);
    onDone(done);
  });
  const { meetingId, revision } = file.registration;
  const may = (one: RegistrationAct) => file.acts.includes(one);
  const take = (one: RegistrationAct, reason: string | null = null) =>
    act({ meetingId, revision, act: one, reason, displace: one === 'confirm' ? [...displaced] : [] });
  const confirmRefusing = () =>
    act({ meetingId, revision, act: 'confirm', displace: [...displaced], refuse: [...rivals] });
  if (file.acts.length === 0) return <FailureText code={failure} />;
  return (
    <div className="apr-decide">
      <FailureText code={failure} />
      {asking === null ? (
        <Space wrap>
          {may('confirm') && (
            <Button type="primary" loading={isActing} onClick={() => take('confirm')}>
              {displaced.length === 0
                ? t('decide.confirm')
                : t('decide.confirmDisplacing', { count: displaced.length })}
            </Button>
          )}
          {may('confirm') && rivals.length > 0 && (
            <Button loading={isActing} onClick={confirmRefusing}>
              {t('decide.confirmRefusing', { count: rivals.length })}
            </Button>
          )}
          {may('takeUp') && (
            <Button loading={isActing} onClick={() => take('takeUp')}>
              {t('decide.takeUp')}
            </Button>
          )}
          {reasoned
            .filter((one) => may(one.act))
            .map((one) => (
              <Button
                key={one.act}
                type={one.act === 'cancel' || one.act === 'postpone' ? 'text' : 'default'}
                danger={one.act === 'refuse' || one.act === 'cancel'}
                onClick={() => setAsking(one)}
              >
                {t(one.text)}
              </Button>
            ))}
        </Space>
      ) : (
        <ReasonForm
          asked={asking}
          isActing={isActing}
          hasConflict={hasConflict}
          onSend={(reason) => take(asking.act, reason)}
          onBack={() => setAsking(null)}
        />
      )}
    </div>
  );
}

function ReasonForm({
  asked,
  isActing,
  hasConflict,
  onSend,
  onBack,
}: {
  asked: Reasoned;
  isActing: boolean;
  hasConflict: boolean;
  onSend: (reason: string) => void;
  onBack: () => void;
}) {
  const t = useText();
  const [reason, setReason] = useState(
    hasConflict && asked.act === 'refuse' ? t('decide.reason.conflict') : '',
  );
  const isReady = reason.trim().length >= LEAST_REASON;
  return (
    <form
      className="apr-reason"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSend(reason.trim());
      }}
    >
      <Field label={t('decide.reasonOf', { act: t(`file.act.${asked.act}`) })} required>
        <Input.TextArea
          autoFocus
          rows={2}
          maxLength={1_000}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
          onKeyDown={({ key }) => key === 'Escape' && onBack()}
        />
      </Field>
      <Space wrap>
        {asked.suggestions.map((key) => (
          <Button key={key} size="small" onClick={() => setReason(t(key))}>
            {t(key)}
          </Button>
        ))}
        {asked.act === 'refuse' && hasConflict && (
          <span className="muted">{t('decide.withAlternatives')}</span>
        )}
      </Space>
      <Space>
        <Button
          type="primary"
          htmlType="submit"
          disabled={!isReady}
          loading={isActing}
          danger={asked.act === 'refuse' || asked.act === 'cancel'}
        >
          {t('decide.send')}
        </Button>
        <Button onClick={onBack}>{t('decide.back')}</Button>
      </Space>
    </form>
  );
}
