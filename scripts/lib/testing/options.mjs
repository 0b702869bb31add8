import { StepFailure } from '../failure.mjs';

export const usage = `npm test -- [--only STAGE,STAGE] [--name TEXT] [--list] [FILE …]

  --only   only these stages; --list names them
  --name   only tests whose name contains TEXT (a regular expression), for example --name R-MCU-03
  FILE     only test files whose path contains FILE

With --name or FILE the stages that are not made of tests are left out, unless --only names them.`;

/** @returns {{ only: string[] | undefined, name: string | undefined, files: string[], list: boolean, help: boolean }} */
export function parseOptions(args) {
  const options = { only: undefined, name: undefined, files: [], list: false, help: false };
  const rest = [...args];
  while (rest.length > 0) {
    const [word, inlineValue] = splitOnce(rest.shift());
    const value = () => inlineValue ?? rest.shift() ?? refuse(`${word} needs a value`);
    if (word === '--only') options.only = value().split(',').filter(Boolean);
    else if (word === '--name' || word === '-t') options.name = value();
    else if (word === '--list') options.list = true;
    else if (word === '--help' || word === '-h') options.help = true;
    else if (word.startsWith('-')) refuse(`unknown option ${word}`);
    else options.files.push(word);
  }
  return options;
}

/** Which stages a run consists of. */
export function selectStages(stages, { only, name, files }) {
  if (only) {
    const unknown = only.filter((id) => !stages.some((stage) => stage.id === id));
    if (unknown.length > 0) refuse(`there is no stage ${unknown.join(', ')}`);
    return stages.filter((stage) => only.includes(stage.id));
  }
  const isFiltered = name !== undefined || files.length > 0;
  return isFiltered ? stages.filter((stage) => stage.isMadeOfTests) : stages;
}

function splitOnce(word) {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, undefined];
}

function refuse(message) {
  throw new StepFailure(message, { advice: 'npm test -- --help shows what there is' });
}
