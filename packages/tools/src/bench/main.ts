import { setPriority } from 'node:os';
import { cascade } from './cascade.ts';
import { deadlines } from './deadlines.ts';
import { directory } from './directory.ts';
import { forward } from './forward.ts';
import { idle } from './idle.ts';
import { join } from './join.ts';
import { model } from './model.ts';
import { recover } from './recover.ts';
import { render } from './render.ts';
import { report } from './report.ts';
import { schedule } from './schedule.ts';
import { readSettings } from './settings.ts';
import { soak } from './soak.ts';
import { take } from './take.ts';
import { thin } from './thin.ts';
import { wall } from './wall.ts';

/** `npm run bench -- NAME [--json] [--n 50]`; docs/bench.md tells how each is measured. */
const benches = {
  take,
  join,
  cascade,
  forward,
  thin,
  idle,
  model,
  recover,
  soak,
  deadlines,
  directory,
  schedule,
  report,
  render,
  wall,
};

const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);

const settings = readSettings(process.argv.slice(2));
if (!isBench(settings.name)) {
  console.error(
    `usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--n 50] [--sites 230] [--minutes 10] [--pace 1]`,
  );
  process.exit(2);
}
/** This process stands for hundreds of machines; it must not wait behind other programs. As the nodes' own. */
const LOAD_PRIORITY = -10;
try {
  setPriority(LOAD_PRIORITY);
} catch {
  // Without the right to do so the bench runs as it was started.
}
const say = settings.json ? () => {} : (text: string) => console.log(text);
// The result is the last line, also when the budget is missed: whoever reads it decides.
console.log(JSON.stringify(await benches[settings.name]({ ...settings, say })));
process.exit(0);
