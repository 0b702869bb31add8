import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { withLock } from '../lock.mjs';
import { localCache, repositoryRoot } from '../paths.mjs';
import { say } from '../progress.mjs';
import { listSources } from '../source.mjs';
import { prepareStage, stages } from './stages.mjs';

const DEFAULT_MINUTES = 10;
const MINUTE_MS = 60_000;
/** A round looks for counterexamples and makes them small; only one that hangs takes longer. */
const ROUND_TIMEOUT_MS = 60 * MINUTE_MS;
const HIGHEST_SEED = 2 ** 31 - 1;
/** Which files each stage runs, by the suffix of their names. */
const suffixes = {
  unit: /(?<!\.store|\.media)\.test\.tsx?$/,
  store: /\.store\.test\.ts$/,
  media: /\.media\.test\.ts$/,
};
const usage = `npm run fuzz -- [MINUTES] [--only ${Object.keys(suffixes).join(',')}]`;

/** @returns {{ minutes: number, only: string[] }} without --only those that need no media worker */
export function parseFuzzOptions(args) {
  const options = { minutes: DEFAULT_MINUTES, only: ['unit', 'store'] };
  const rest = [...args];
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === '--only') options.only = (rest.shift() ?? '').split(',');
    else if (Number(word) > 0) options.minutes = Number(word);
    else throw new StepFailure(`"${word}" is no number of minutes`, { advice: usage });
  }
  const unknown = options.only.find((id) => !Object.hasOwn(suffixes, id));
  if (unknown !== undefined) throw new StepFailure(`"${unknown}" plays with no chance`, { advice: usage });
  return options;
}

/** Whether a test draws from chance: properties of fast-check, or a play of its own with a seed. */
export function playsWithChance(text) {
  return /from 'fast-check'|\bseedsOf\(/.test(text);
}

/** Whole rounds until the time is over; each failing test is told once, with the first seed that broke it. */
export function fuzz({ minutes, only }) {
  return withLock(path.join(localCache, 'test.lock'), async () => {
    const plays = only.map((id) => ({ stage: stages.find((stage) => stage.id === id), files: filesOf(id) }));
    const found = new Map();
    const until = Date.now() + minutes * MINUTE_MS;
    let rounds = 0;
    for (; rounds === 0 || Date.now() < until; rounds += 1) await playRound(plays, found);
    return { text: report(found, rounds), hasFailed: found.size > 0 };
  });
}

async function playRound(plays, found) {
  const seed = randomInt(1, HIGHEST_SEED);
  for (const { stage, files } of plays) {
    const env = { ...(await prepareStage(stage)), NHIPCAU_FUZZ_SEED: `${seed}` };
    const logFile = path.join(localCache, 'test-logs', `fuzz-${stage.id}.log`);
    fs.rmSync(logFile, { force: true });
    const outcome = await stage.run({
      env,
      options: { name: undefined, files },
      note: () => {},
      logFile,
      timeoutMs: ROUND_TIMEOUT_MS,
    });
    say(`seed ${seed}, ${stage.id}: ${outcome.passed} passed, ${outcome.failures.length} failed`);
    for (const failure of outcome.failures) {
      if (found.has(failure.name)) continue;
      found.set(failure.name, { ...failure, seed });
      say(tell({ ...failure, seed }));
    }
  }
}

function filesOf(id) {
  return listSources()
    .filter((file) => suffixes[id].test(file) && playsWithChance(fs.readFileSync(file, 'utf8')))
    .map((file) => path.relative(repositoryRoot, file));
}

function report(found, rounds) {
  const lines = [...found.values()].map(tell);
  return [...lines, `${rounds} rounds, ${found.size} tests failed`].join('\n');
}

/** fast-check's own words carry seed, path and the smallest counterexample. */
function tell({ name, detail, seed }) {
  const [file] = name.split(' > ');
  return [
    `✗ ${name}`,
    ...detail
      .split('\n')
      .slice(0, 40)
      .map((line) => `    ${line}`),
    `    again: NHIPCAU_FUZZ_SEED=${seed} npm test -- ${file}`,
  ].join('\n');
}
