const MAX_STEM = 150;
/** Separators, characters that Windows refuses, control characters, and those that turn the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const HARMFUL = /[<>:"/\\|?*\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/**
 * The last part of a file's name, harmless on every computer; the ending is the caller's.
 *
 * @param name - as the uploading computer called it, perhaps with a path
 * @param ending - without dot
 * @rule RE-27 (R-REG-12)
 */
export function safeFileName(name: string, ending: string): string {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const stem = last
    .replace(/\.[^.]*$/u, '')
    .replaceAll(HARMFUL, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/^[. ]+|[. ]+$/gu, '');
  const short = [...stem]
    .slice(0, MAX_STEM / 2)
    .join('')
    .trim();
  const kept = RESERVED.test(short.split('.')[0] ?? '') ? `_${short}` : short;
  return `${kept === '' ? 'tai-lieu' : kept}.${ending}`;
}
