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

/** Exported for its test. */
export async function titlesIn(program) {
  const titles = [];
  await walk(program, {
    CallExpression: ({ callee, arguments: [first] }) => {
      const title = textOf(first);
      if (title !== undefined && isTestCall(callee)) titles.push(title);
    },
  });
  return titles;
}

/** `test`, `test.only`, `test.each(table)`, `test.for(table)`, `it.concurrent` and their like. */
function isTestCall(callee) {
  if (callee.type === 'Identifier') return callee.name === 'test' || callee.name === 'it';
  if (callee.type === 'MemberExpression')
    return !notRun.has(callee.property.name) && isTestCall(callee.object);
  if (callee.type === 'CallExpression')
    return callee.callee.type === 'MemberExpression' && isTestCall(callee.callee);
  if (callee.type === 'TaggedTemplateExpression') return isTestCall(callee.tag);
  return false;
}

function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral') return node.quasis.map((part) => part.value.cooked).join('…');
  return undefined;
}
