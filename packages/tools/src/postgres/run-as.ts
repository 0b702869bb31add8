import { constants, existsSync, readFileSync, statSync } from 'node:fs';
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

const SETPRIV = '/usr/bin/setpriv';

/**
 * The command by which a program runs under the account, and ends with whoever started it, however that one ends.
 *
 * Where the account cannot pass the folders above its data (a clone below `/root`), it gets the one capability to do
 * so: data elsewhere would outlive the clone and be forgotten. Both are done by `setpriv` of util-linux; a system
 * without it goes without.
 */
export function commandAs(account: RunAs | null, program: string, args: readonly string[], path: string) {
  const plain = { command: program, args: [...args], options: account === null ? {} : { ...account } };
  const needsPass = account !== null && !isReachableByOthers(path);
  if (!existsSync(SETPRIV)) {
    if (needsPass)
      throw new Error(`PostgreSQL's account cannot reach ${path}; move it, or install util-linux`);
    return plain;
  }
  const own = account === null ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  const pass = needsPass ? ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'] : [];
  return { command: SETPRIV, args: ['--pdeathsig=INT', ...own, ...pass, program, ...args], options: {} };
}
