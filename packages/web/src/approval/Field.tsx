import type { ReactNode } from 'react';

/** A control under its label; the label is the control's name, a star says that it is mandatory. */
export function Field({
  label,
  required = false,
  wide = false,
  children,
}: {
  label: string;
  required?: boolean;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={`apr-field ${wide ? 'wide' : ''}`}>
      <span>
        {label}
        {required && (
          <span className="apr-star" aria-hidden="true">
            {' *'}
          </span>
        )}
      </span>
      {children}
    </label>
  );
}
