/**
 * Progress of the steps on the terminal: one line per step with its time, and in between one moving line when
 * somebody watches, or a line now and then when the output goes to a file.
 */
const MOVING_INTERVAL_MS = 1_000;
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
 * @param work - gets `{ begin, note }`: `begin(why)` announces that there is something to do, `note(text)` shows how
 * far it is; what it returns is the step's result
 * @param conclude - says of the result how it ended: `{ ok, text }`
 */
export async function step(title, work, conclude = () => ({ ok: true, text: '' })) {
  const startedAt = Date.now();
  const elapsed = () => formatElapsed(Date.now() - startedAt);
  let ticking;
  let current = '';
  let lastPlainAt = startedAt;

  const begin = (why) => {
    if (ticking) return;
    say(`• ${title}${why ? ` (${why})` : ''} …`);
    ticking = setInterval(draw, MOVING_INTERVAL_MS);
    ticking.unref();
  };
  const note = (text) => {
    begin();
    current = text;
    draw();
  };
  const draw = () => {
    const line = `  ${current}  [${elapsed()}]`;
    if (process.stderr.isTTY) {
      drawMovingLine(line);
    } else if (Date.now() - lastPlainAt >= PLAIN_INTERVAL_MS) {
      lastPlainAt = Date.now();
      process.stderr.write(`${line}\n`);
    }
  };

  try {
    const result = await work({ begin, note });
    clearInterval(ticking);
    const { ok, text } = conclude(result);
    if (ticking) say(`${ok ? '✓' : '✗'} ${title}${text ? `: ${text}` : ''} (${elapsed()})`);
    return result;
  } catch (error) {
    clearInterval(ticking);
    say(`✗ ${title} (${elapsed()})`);
    throw error;
  }
}

let movingLine = false;

function drawMovingLine(line) {
  process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  movingLine = true;
}

function clearMovingLine() {
  if (!movingLine) return;
  process.stderr.write('\r\x1b[2K');
  movingLine = false;
}
