import type { Violation } from '@nhipcau/contracts';
import { Tag } from 'antd';
import { ReasonButton } from '../accounts/ReasonButton.tsx';
import { useText } from '../text/language.tsx';

type Handled = Pick<Violation, 'state' | 'handling' | 'handledByName'>;

const tone = { open: 'red', handled: 'green', dismissed: 'default' } as const;

/** What became of a violation or an event, in whose words. */
export function HandledState({ of: { state, handling, handledByName } }: { of: Handled }) {
  const t = useText();
  return (
    <span className="accounts-name">
      <Tag color={tone[state]}>{t(`security.violation.${state}`)}</Tag>
      {handling !== null && <small>{`${handling} (${handledByName ?? ''})`}</small>}
    </span>
  );
}

/** The two ways in which what is open is closed, each with its words. */
export function HandleActs({
  dismiss,
  onHandled,
}: {
  dismiss: string;
  onHandled: (done: { outcome: 'handled' | 'dismissed'; handling: string }) => void;
}) {
  const t = useText();
  return (
    <span className="security-acts">
      <ReasonButton
        label={t('security.handle')}
        onReason={(handling) => onHandled({ outcome: 'handled', handling })}
      />
      <ReasonButton label={dismiss} onReason={(handling) => onHandled({ outcome: 'dismissed', handling })} />
    </span>
  );
}
