import { deadlines } from './deadlines.ts';
import { forward } from './forward.ts';
import { readSettings } from './settings.ts';
import { take } from './take.ts';

/** `npm run bench -- NAME [--json] [--n 50]`; docs/bench.md tells how each is measured. */
const benches = { take, forward, deadlines };

const isBench = (name: string): name is keyof typeof benches => Object.hasOwn(benches, name);

const settings = readSettings(process.argv.slice(2));
if (!isBench(settings.name)) {
  console.error(`usage: npm run bench -- ${Object.keys(benches).join('|')} [--json] [--n 50]`);
  process.exit(2);
}
const say = settings.json ? () => {} : (text: string) => console.log(text);
// The result is the last line, also when the budget is missed: whoever reads it decides.
console.log(JSON.stringify(await benches[settings.name]({ ...settings, say })));
process.exit(0);
