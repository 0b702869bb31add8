import { isTestFile, listSources, parse, walk } from '../source.mjs';

/** Modifiers under which a test is not run, or is meant to fail: it proves nothing. */
const notRun = new Set(['skip', 'todo', 'fails']);

/** Names of all tests that are run. @returns `{ file, title }` for each `test('…')` and `it('…')` */
export async function listTestTitles() {
  const files = listSources().filter(isTestFile);
  const titles = await Promise.all(
    files.map(async (file) => {
      const { program } = await parse(file);
      return (await titlesIn(program)).map((title) => ({ file, title }));
    }),
  );
  return titles.flat();
}

/** Exported for its test. @returns what a runner shows: the ids of the groups around a test stand before its own name */
export async function titlesIn(program) {
  const titles = [];
  const groups = [];
  await walk(program, {
    CallExpression(call) {
      const title = textOf(call.arguments[0]);
      if (title === undefined) return;
      if (isCallOf(call.callee, ['describe'])) groups.push({ call, ids: headOf(title) });
      else if (isCallOf(call.callee, ['test', 'it']))
        titles.push([...groups.map(({ ids }) => ids), title].filter((part) => part !== '').join(' '));
    },
    'CallExpression:exit'(call) {
      if (groups.at(-1)?.call === call) groups.pop();
    },
  });
  return titles;
}

/** `[R-SEC-05] [AC-15] control is taken back` → `[R-SEC-05] [AC-15]` */
function headOf(title) {
  return /^(?:\s*\[[^\]]+\])+/.exec(title)?.[0].trim() ?? '';
}

/** `test`, `test.only`, `test.each(table)`, `test.for(table)`, `it.concurrent` and their like. */
function isCallOf(callee, names) {
  if (callee.type === 'Identifier') return names.includes(callee.name);
  if (callee.type === 'MemberExpression')
    return !notRun.has(callee.property.name) && isCallOf(callee.object, names);
  if (callee.type === 'CallExpression')
    return callee.callee.type === 'MemberExpression' && isCallOf(callee.callee, names);
  if (callee.type === 'TaggedTemplateExpression') return isCallOf(callee.tag, names);
  return false;
}

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked).join('…');
  return undefined;
}
