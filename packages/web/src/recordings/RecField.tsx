import type { ReactNode } from 'react';

/** An entry with its name above it, which stays when something is written. */
export function RecField({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className="rec-field">
      <span>{label}</span>
      {children}
    </label>
  );
}
