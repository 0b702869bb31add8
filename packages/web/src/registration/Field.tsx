import type { Finding } from '@nhipcau/contracts';
import { type ReactNode, useId } from 'react';
import { findingText } from '../approval/finding-text.ts';
import type { Speech } from '../regulation/sentences.ts';
import { Icon } from '../ui/Icon.tsx';
import { findingsAt, useForm } from './form-context.tsx';

export interface Control {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-required': boolean;
}

/** A labelled entry with what the regulation says of it underneath. */
export function Field({
  field,
  label,
  required = false,
  wide = false,
  children,
}: {
  /** Path into the registration, by which findings find it. */
  field: string;
  label: string;
  required?: boolean;
  wide?: boolean;
  children: (control: Control) => ReactNode;
}) {
  const id = useId();
  const form = useForm();
  const findings = findingsAt(form, field);
  const malformed = form.isTried
    ? [...form.malformed.keys()].find((path) => path === field || path.startsWith(`${field}.`))
    : undefined;
  const fault = malformed === undefined ? undefined : form.malformed.get(malformed);
  const isWrong = fault !== undefined || findings.some(({ severity }) => severity === 'error');
  return (
    <div className={`field ${wide ? 'wide' : ''}`}>
      <label htmlFor={id}>
        {label}
        {required && <Star />}
      </label>
      {children({
        id,
        'aria-describedby': `${id}-findings`,
        'aria-invalid': isWrong,
        'aria-required': required,
      })}
      <div id={`${id}-findings`}>
        {fault && <p className="rf-finding error">{form.speech.t(`form.${fault}`)}</p>}
        <Findings findings={findings} speech={form.speech} />
      </div>
    </div>
  );
}

const REQUIRED_MARK = '*';
const Star = () => (
  <span className="rf-star" aria-hidden="true">
    {REQUIRED_MARK}
  </span>
);

/** Findings as sentences, each with the article it comes from. */
export function Findings({ findings, speech }: { findings: readonly Finding[]; speech: Speech }) {
  return findings.map((finding, index) => {
    const [cite] = finding.cite;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity and are drawn afresh with each check
      <p key={index} className={`rf-finding ${finding.severity}`}>
        <Icon name={finding.severity === 'error' ? 'close' : 'bell'} size={14} />
        <span>
          {findingText(finding, speech)}{' '}
          {cite && (
            <span className="reg-chip" title={cite.quote}>
              {cite.article}
            </span>
          )}
        </span>
      </p>
    );
  });
}
