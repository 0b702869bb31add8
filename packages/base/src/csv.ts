const SHIELD = "'";
const looksLikeFormula = (text: string): boolean => /^[=+\-@\t\r]/.test(text);

/** Text that stays text in every spreadsheet program (OWASP, CSV injection). */
export const shielded = (text: string): string => (looksLikeFormula(text) ? `${SHIELD}${text}` : text);
/** The text before it was shielded. */
export const unshielded = (text: string): string =>
  text.startsWith(SHIELD) && looksLikeFormula(text.slice(1)) ? text.slice(1) : text;

export type Cell = string | number | boolean | null;

const quoted = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const fieldOf = (value: Cell): string =>
  value === null ? '' : typeof value === 'string' ? quoted(shielded(value)) : String(value);

/** RFC 4180 with the mark by which Excel knows UTF-8, and Windows line ends; no cell can be taken for a formula. */
export const toCsv = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => row.map(fieldOf).join(',')).join('\r\n')}\r\n`;
