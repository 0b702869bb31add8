import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { inRepository } from '../paths.mjs';
import { isTestFile, listSources, parse, walk } from '../source.mjs';
import { held, join } from '../testing/outcome.mjs';
import { findCycles } from './cycles.mjs';

const SCOPE = '@nhipcau/';

/**
 * Which of our packages a package may import, and what else is closed to it.
 *
 * `pure`: neither Node's modules, nor clock, nor chance. `noNode`: no Node modules. `nodeOnlyIn`: Node's modules only
 * below this folder, which has an entry of its own.
 */
const rules = {
  base: { may: [], nodeOnlyIn: 'src/node/' },
  contracts: { may: ['base'], noNode: true },
  domain: { may: ['base', 'contracts'], noNode: true, pure: true },
  mcu: { may: ['base', 'contracts', 'domain'] },
  server: { may: ['base', 'contracts', 'domain'] },
  web: { may: ['base', 'contracts', 'domain'], noNode: true, nodeFiles: ['vite.config.ts'] },
  tools: { may: ['base', 'contracts', 'domain', 'mcu', 'server'] },
  testkit: { may: ['base', 'contracts', 'domain', 'mcu', 'server', 'tools'] },
  e2e: { may: ['base', 'contracts', 'domain', 'mcu', 'server', 'tools', 'testkit'] },
};

/** What a decision must be given instead of fetching it itself. */
const impure = {
  'Date.now': 'the current time',
  'Math.random': 'chance',
  'performance.now': 'the current time',
  'crypto.randomUUID': 'chance',
  'Temporal.Now': 'the current time',
};

/** The table of imports of the house style: one check per package, one for cycles. */
export async function checkBoundaries({ note = () => {} } = {}) {
  const files = await Promise.all(listSources().map(describe));
  note(`${files.length} files`);
  const findings = new Map(Object.keys(rules).map((name) => [name, []]));
  for (const file of files) {
    if (!findings.has(file.package)) findings.set(file.package, [`${file.name}: this package has no rule`]);
    else findings.get(file.package).push(...violationsOf(file));
  }
  const perPackage = [...findings].map(([name, found]) => asOutcome(`imports of ${name}`, found));
  return join([...perPackage, asOutcome('no cycles', findCycles(edgesOf(files)))]);
}

async function describe(file) {
  const name = path.relative(inRepository(), file);
  const [first, second] = name.split(path.sep);
  const { program, module } = await parse(file);
  const uses = [];
  const late = [];
  await walk(program, {
    ImportExpression: ({ source }) => {
      if (typeof source.value === 'string') late.push({ to: source.value, isType: false, isLate: true });
    },
    MemberExpression: (node) => uses.push(dotted(node)),
    NewExpression: (node) => {
      if (node.callee.name === 'Date' && node.arguments.length === 0) uses.push('new Date()');
    },
  });
  return {
    file,
    name,
    package: first === 'packages' ? second : first,
    folder: first === 'packages' ? inRepository(first, second) : inRepository(first),
    imports: [...importsOf(module, program.body), ...late],
    uses,
  };
}

/** The modules a file names at its top; `isType` when nothing of it is left at run time. */
function importsOf(module, body) {
  const typeOnly = new Set(
    body.filter((node) => node.importKind === 'type' || node.exportKind === 'type').map((node) => node.start),
  );
  const isType = ({ start, entries }) =>
    typeOnly.has(start) || (entries.length > 0 && entries.every((entry) => entry.isType));
  const imports = module.staticImports.map((entry) => ({
    to: entry.moduleRequest.value,
    isType: isType(entry),
  }));
  const exports = module.staticExports.flatMap((statement) =>
    statement.entries
      .filter((entry) => entry.moduleRequest)
      .map((entry) => ({ to: entry.moduleRequest.value, isType: entry.isType || isType(statement) })),
  );
  return [...imports, ...exports];
}

/** A package's own scripted peers, counters and clusters: loaded by its tests alone. */
const TEST_SUPPORT = '/src/testing/';

/** Exported for its test. @param file - `{ file, name, package, folder, imports, uses }` */
export function violationsOf(file) {
  const rule = rules[file.package];
  const isForTests = isTestFile(file.name) || file.name.includes(TEST_SUPPORT);
  const found = [];
  for (const { to } of file.imports) {
    const problem = problemOf(to, file, rule, isForTests);
    if (problem) found.push(`${file.name}: ${problem}`);
  }
  if (rule.pure && !isForTests) {
    for (const use of new Set(file.uses)) {
      const what = use === 'new Date()' ? 'the current time' : impure[use];
      if (what) found.push(`${file.name}: ${use} – ${what} is an argument here`);
    }
  }
  return found;
}

function problemOf(to, file, rule, isForTests) {
  if (to.startsWith('.')) {
    const target = path.resolve(path.dirname(file.file), to);
    const isInside = target.startsWith(file.folder + path.sep);
    return isInside ? undefined : `${to} leaves the package; use its public entry`;
  }
  if (to.startsWith(SCOPE)) return problemOfOwn(to, file, rule, isForTests);
  if (isBuiltin(to) && !isForTests) return problemOfNode(to, file, rule);
  return undefined;
}

function problemOfOwn(to, file, { may }, isForTests) {
  const [name, ...rest] = to.slice(SCOPE.length).split('/');
  if (name === file.package) return `${to} is the package itself; use a relative path`;
  const isAllowed = may.includes(name) || (isForTests && name === 'testkit');
  if (!isAllowed) return `${file.package} may not import ${SCOPE}${name}`;
  const entry = ['.', ...rest].join('/');
  const { exports = {} } = JSON.parse(
    fs.readFileSync(inRepository('packages', name, 'package.json'), 'utf8'),
  );
  return exports[entry] === undefined ? `${to} is not a public entry of ${name}` : undefined;
}

function problemOfNode(to, file, { noNode, nodeOnlyIn, nodeFiles = [] }) {
  const inPackage = path.relative(file.folder, file.file);
  if (noNode && !nodeFiles.includes(inPackage)) return `${to} – ${file.package} does not know Node`;
  if (nodeOnlyIn && !inPackage.startsWith(nodeOnlyIn))
    return `${to} – Node's modules only below ${nodeOnlyIn}`;
  return undefined;
}

/** File → files it loads when it is loaded. Types are gone by then, and a late import is made after loading. */
function edgesOf(files) {
  const known = new Set(files.map(({ name }) => name));
  return new Map(
    files.map(({ name, file, imports }) => {
      const loaded = imports
        .filter((entry) => !entry.isType && !entry.isLate)
        .map(({ to }) => targetOf(to, file))
        .filter((target) => known.has(target));
      return [name, [...new Set(loaded)]];
    }),
  );
}

function targetOf(to, from) {
  if (to.startsWith('.')) return path.relative(inRepository(), path.resolve(path.dirname(from), to));
  if (!to.startsWith(SCOPE)) return undefined;
  const [name, ...rest] = to.slice(SCOPE.length).split('/');
  const manifest = inRepository('packages', name, 'package.json');
  if (!fs.existsSync(manifest)) return undefined;
  const entry = JSON.parse(fs.readFileSync(manifest, 'utf8')).exports?.[['.', ...rest].join('/')];
  return typeof entry === 'string' ? path.join('packages', name, entry) : undefined;
}

function dotted({ object, property, computed }) {
  return !computed && object.type === 'Identifier' ? `${object.name}.${property.name}` : '';
}

function asOutcome(name, found) {
  return found.length === 0
    ? held()
    : { passed: 0, skipped: 0, failures: [{ name, detail: found.join('\n') }] };
}
