/**
 * Progress of the steps on the terminal: one line per step with its time, and in between one moving line when
 * somebody watches, or a line now and then when the output goes to a file.
 */
const PLAIN_INTERVAL_MS = 15_000;

export function formatElapsed(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Says a line that stays. */
export function say(text) {
  clearMovingLine();
  process.stderr.write(`${text}\n`);
}

/**
 * Runs one step and prints how long it took. A step that had nothing to do says nothing.
 *
 * @param work - gets `{ begin, note }`: `begin()` announces that there is something to do, `note(text)` shows how far
 * it is; what it returns is the step's result
 */
export async function step(title, work) {
  const startedAt = Date.now();
  let begun = false;
  let lastPlainAt = startedAt;
  const begin = (why) => {
    if (begun) return;
    begun = true;
    say(`• ${title}${why ? ` (${why})` : ''} …`);
  };
  const note = (text) => {
    begin();
    const line = `  ${text}  [${formatElapsed(Date.now() - startedAt)}]`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
      movingLine = true;
    } else if (Date.now() - lastPlainAt >= PLAIN_INTERVAL_MS) {
      lastPlainAt = Date.now();
      process.stderr.write(`${line}\n`);
    }
  };
  try {
    const result = await work({ begin, note });
    if (begun) say(`✓ ${title} (${formatElapsed(Date.now() - startedAt)})`);
    return result;
  } catch (error) {
    say(`✗ ${title} (${formatElapsed(Date.now() - startedAt)})`);
    throw error;
  }
}

let movingLine = false;

function clearMovingLine() {
  if (!movingLine) return;
  process.stderr.write('\r\x1b[2K');
  movingLine = false;
}
