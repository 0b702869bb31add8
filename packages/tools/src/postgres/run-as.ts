import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The account under which PostgreSQL runs; it refuses to run as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

const accounts = (): readonly { name: string; uid: number; gid: number }[] =>
  readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid), gid: Number(gid) }));

/** `postgres` where Debian's package made it, else `nobody`; null when we are not root. */
export function postgresAccount(): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  const known = accounts();
  const account =
    known.find(({ name }) => name === 'postgres') ?? known.find(({ name }) => name === 'nobody');
  if (!account)
    throw new Error('PostgreSQL cannot run as root, and there is neither a user postgres nor nobody');
  return { uid: account.uid, gid: account.gid };
}

/** Whether others may pass every folder above `path`: false for example below `/root`. */
export function isReachableByOthers(path: string): boolean {
  for (let dir = dirname(path); ; dir = dirname(dir)) {
    if ((statSync(dir).mode & constants.S_IXOTH) === 0) return false;
    if (dir === dirname(dir)) return true;
  }
}

/**
 * The command by which a program runs under the account.
 *
 * Where the account cannot pass the folders above its data (a clone below `/root`), it gets the one capability to do
 * so, by `setpriv` of util-linux: data elsewhere would outlive the clone and be forgotten.
 */
export function commandAs(
  account: RunAs | null,
  program: string,
  args: readonly string[],
  paths: readonly string[],
) {
  if (account === null) return { command: program, args: [...args], options: {} };
  if ([program, ...paths].every(isReachableByOthers))
    return { command: program, args: [...args], options: { ...account } };
  const setpriv = '/usr/bin/setpriv';
  accessSync(setpriv, constants.X_OK);
  const capability = '+dac_override';
  return {
    command: setpriv,
    args: [
      `--reuid=${account.uid}`,
      `--regid=${account.gid}`,
      '--clear-groups',
      `--inh-caps=${capability}`,
      `--ambient-caps=${capability}`,
      program,
      ...args,
    ],
    options: {},
  };
}
