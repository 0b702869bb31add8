/**
 * Lines that a text breaks into where so many letters have room: at spaces and where it says so, a longer word wherever it must.
 * An estimate, as letters are not equally wide.
 */
export function linesOf(text: string, letters: number): number {
  return text.split('\n').reduce((sum, line) => sum + linesOfOne(line, Math.max(1, letters)), 0);
}

function linesOfOne(text: string, letters: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(' ')) {
    const length = [...word].length;
    if (used > 0 && used + 1 + length > letters) {
      lines += 1;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + length;
    const broken = Math.ceil(used / letters) - 1;
    lines += Math.max(0, broken);
    used -= Math.max(0, broken) * letters;
  }
  return lines;
}
