import { type ErrorCode, isErrorCode } from '@nhipcau/contracts';
import { useText } from '../text/language.tsx';

/** Key of the text for an error code; codes we do not know are shown as an unknown failure. */
export function failureKey(code: string): `error.${ErrorCode}` {
  return isErrorCode(code) ? `error.${code}` : 'error.INTERNAL';
}

export function FailureText({ code }: { code: string | null }) {
  const t = useText();
  if (code === null) return null;
  return (
    <p className="mark bad" role="alert">
      {t(failureKey(code))}
    </p>
  );
}
