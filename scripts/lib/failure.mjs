/**
 * A step that could not be done, in words for the person at the terminal.
 *
 * `message` is one line saying what failed, `advice` one line saying what to do about it, `detail` the end of the
 * output of the command that failed, when there was one.
 */
export class StepFailure extends Error {
  constructor(message, { advice, detail, cause } = {}) {
    super(message, { cause });
    this.name = 'StepFailure';
    this.advice = advice;
    this.detail = detail;
  }
}

/** Prints a failure; a defect in the scripts themselves keeps its stack. */
export function printFailure(error) {
  if (!(error instanceof StepFailure)) {
    console.error(error);
    return;
  }
  if (error.detail) console.error(indent(error.detail));
  console.error(`FAILED: ${error.message}`);
  if (error.advice) console.error(`What to do: ${error.advice}`);
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
