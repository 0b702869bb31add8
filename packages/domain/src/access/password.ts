import type { AccessPolicy } from './policy.ts';

export type PasswordFault = 'tooShort' | 'tooFewClasses' | 'holdsLogin' | 'repeats';

/** Small letters, capitals, digits, and everything else, the letters of Vietnamese among the letters. */
const classes: readonly RegExp[] = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

export const classesOf = (password: string): number => classes.filter((kind) => kind.test(password)).length;

/** Length and classes that hold for this account now. */
export function passwordRule({ password }: AccessPolicy, hasSecondFactor: boolean) {
  return {
    minLength: hasSecondFactor ? password.minLengthWithSecondFactor : password.minLengthAlone,
    minClasses: hasSecondFactor ? password.minClassesWithSecondFactor : password.minClassesAlone,
    maxAgeDays: password.maxAgeDays,
    history: password.history,
  };
}

/**
 * What is wrong with a new password; null when it will do. Length counts characters as a person sees them, so that
 * composed and decomposed Vietnamese letters are one.
 *
 * @rule AC-10
 */
export function passwordFault(
  password: string,
  { login, minLength, minClasses }: { login: string; minLength: number; minClasses: number },
): PasswordFault | null {
  const text = password.normalize('NFC');
  const letters = [...text];
  if (letters.length < minLength) return 'tooShort';
  if (classesOf(text) < minClasses) return 'tooFewClasses';
  if (login.length >= 3 && text.toLowerCase().includes(login.toLowerCase())) return 'holdsLogin';
  if (new Set(letters).size < Math.min(5, minLength)) return 'repeats';
  return null;
}
