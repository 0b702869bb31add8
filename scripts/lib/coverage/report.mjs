import fs from 'node:fs';
import path from 'node:path';
import { inRepository } from '../paths.mjs';
import { idsIn, parseRequirements } from './requirements.mjs';
import { listTestTitles } from './titles.mjs';

export const coverageFile = inRepository('docs', 'coverage.md');
const requirementsFile = inRepository('docs', 'requirements.md');

/**
 * Which requirement is proved by which tests.
 *
 * @returns `requirements` with their `tests`, and `unknown`: ids in test names that no requirement has
 */
export async function readCoverage() {
  const requirements = parseRequirements(fs.readFileSync(requirementsFile, 'utf8'));
  const testsById = new Map(requirements.map(({ id }) => [id, []]));
  const unknown = [];
  for (const { file, title } of await listTestTitles()) {
    const test = { file: path.relative(inRepository(), file), title };
    for (const id of idsIn(title)) {
      if (testsById.has(id)) testsById.get(id).push(test);
      else unknown.push({ id, ...test });
    }
  }
  return {
    requirements: requirements.map((requirement) => ({
      ...requirement,
      tests: testsById.get(requirement.id),
    })),
    unknown,
  };
}

/** For `--json`. */
export function summarise({ requirements }) {
  const open = requirements.filter(({ tests }) => tests.length === 0).map(({ id }) => id);
  return { total: requirements.length, tested: requirements.length - open.length, open };
}

/** The text of `docs/coverage.md`. */
export function renderCoverage(coverage) {
  const { total, tested, open } = summarise(coverage);
  const areas = groupByArea(coverage.requirements);
  return `${[
    '# Requirements and the tests that prove them',
    '',
    'Written by `npm run coverage` from the names of the tests: one that begins with `[R-MCU-03]` proves that requirement.',
    'The requirements are in [requirements.md](requirements.md).',
    '',
    `**${tested} of ${total}** requirements have a test; ${open.length} are open.`,
    '',
    ...[...areas].flatMap(([area, requirements]) => renderArea(area, requirements)),
    '## Open',
    '',
    ...renderOpen(coverage.requirements),
  ]
    .join('\n')
    .trimEnd()}\n`;
}

function groupByArea(requirements) {
  const areas = new Map();
  for (const requirement of requirements) {
    areas.set(requirement.area, [...(areas.get(requirement.area) ?? []), requirement]);
  }
  return areas;
}

function renderArea(area, requirements) {
  const tested = requirements.filter(({ tests }) => tests.length > 0).length;
  return [
    `## ${area} (${tested}/${requirements.length})`,
    '',
    '| Requirement | | Tests |',
    '|---|---|---|',
    ...requirements.map(({ id, title, tests }) => `| ${id} | ${cell(title)} | ${renderTests(tests)} |`),
    '',
  ];
}

function renderTests(tests) {
  if (tests.length === 0) return '–';
  const lines = tests.map(
    ({ file, title }) => `[${path.basename(file)}](../${file}): ${cell(withoutIds(title))}`,
  );
  return [...new Set(lines)].sort().join('<br>');
}

function renderOpen(requirements) {
  const open = requirements.filter(({ tests }) => tests.length === 0);
  return open.length === 0 ? ['None.'] : open.map(({ id, title }) => `- ${id} ${title}`);
}

function withoutIds(title) {
  return title.replace(/^(?:\s*\[[^\]]+\])+\s*/, '');
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}
