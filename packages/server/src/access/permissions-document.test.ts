import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Action, Command, Role } from '@nhipcau/contracts';
import { accessPolicies, permissions } from '@nhipcau/domain';
import { expect, test } from 'vitest';
import { liveCommands } from './permissions.ts';

const FILE = join(import.meta.dirname, '../../../../docs/permissions.md');
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
const commands = Command.options.map((option) => option.shape.type.value);

const mayGive = (role: Role, command: (typeof commands)[number]): boolean => {
  const given = liveCommands[role] ?? [];
  return given === 'all' || given.includes(command);
};

const document = `# Permissions

Made from \`packages/domain/src/access/permissions.ts\`, \`packages/domain/src/access/policy.ts\` and
\`packages/server/src/access/permissions.ts\`; \`NHIPCAU_WRITE_DOCS=1\` writes it anew. A cell that is empty is refused,
and the refusal is recorded. Where somebody has a right is a matter of the grant's scope: the installation, an
organisation and all below it, a site, or a meeting.

## Acts

${table(
  ['Action', ...Role.options],
  Action.options.map((action) => [
    `\`${action}\``,
    ...Role.options.map((role) => (permissions[action].includes(role) ? '●' : '')),
  ]),
)}

## Live commands

An operator conducts the meetings whose chair lies within the scope of the grant; a chair calls at the own chair site or in
the meeting the grant names.

${table(
  ['Command', ...Role.options],
  commands.map((command) => [
    `\`${command}\``,
    ...Role.options.map((role) => (mayGive(role, command) ? '●' : '')),
  ]),
)}

## Policy of accounts

${table(
  [
    'Role',
    'Password with / without second factor',
    'Classes with / without',
    'Changed every',
    'Not one of the last',
    'Locked after',
    'Locked for, minutes',
    'Session locks after',
    'Second factor',
    'Disabled after',
  ],
  Role.options.map((role) => {
    const { password, lockout, idleLockMinutes, secondFactor, idleDisableDays } = accessPolicies[role];
    return [
      role,
      `${password.minLengthWithSecondFactor} / ${password.minLengthAlone}`,
      `${password.minClassesWithSecondFactor} / ${password.minClassesAlone}`,
      password.maxAgeDays === null ? '–' : `${password.maxAgeDays} days`,
      password.history,
      `${lockout.tries} tries`,
      lockout.minutes.join(', '),
      `${idleLockMinutes} min`,
      secondFactor,
      `${idleDisableDays} days`,
    ];
  }),
)}
`;

/** Look at the difference before you commit it. */
test('[R-SEC-11] docs/permissions.md is the table by which requests are answered', () => {
  if (process.env['NHIPCAU_WRITE_DOCS'] === '1') writeFileSync(FILE, document);
  expect(readFileSync(FILE, 'utf8')).toBe(document);
});
