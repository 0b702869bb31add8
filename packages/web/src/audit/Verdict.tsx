import type { AuditVerified } from '@nhipcau/contracts';
import { Alert } from 'antd';
import { codeOf } from '../office/LoadState.tsx';
import { useText } from '../text/language.tsx';
import { FailureText } from '../ui/FailureText.tsx';

const faultText = {
  altered: 'audit.fault.altered',
  missing: 'audit.fault.missing',
  gap: 'audit.fault.gap',
  unchained: 'audit.fault.unchained',
  headLost: 'audit.fault.headLost',
} as const;

/** What the check of the chain found. */
export function Verdict({ verified, error }: { verified: AuditVerified | null; error: Error | null }) {
  const t = useText();
  if (error !== null) return <FailureText code={codeOf(error)} />;
  if (verified === null) return null;
  const { fault, head, lines, tookMs } = verified;
  if (fault !== null)
    return (
      <Alert
        className="audit-verified"
        type="error"
        showIcon
        title={t('audit.broken', { id: fault.id })}
        description={t(faultText[fault.kind])}
      />
    );
  return (
    <Alert
      className="audit-verified"
      type="success"
      showIcon
      title={t('audit.intact', { lines, ms: tookMs })}
      description={
        head && <span className="audit-hash">{t('audit.head', { seq: head.seq, hash: head.hash })}</span>
      }
    />
  );
}
