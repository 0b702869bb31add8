import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleAccount } from '../seed/sample.ts';
import { newPassword } from '../seed/seed.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'sample-accounts.txt');

/** Writes the sample accounts with one new password into a file that only its owner reads. */
export function writeSampleAccounts(dataDir: string, accounts: readonly SampleAccount[]): string {
  const password = newPassword();
  const lines = accounts.map(({ login, role, name }) => `${login.padEnd(10)} ${role.padEnd(14)} ${name}`);
  const file = fileIn(dataDir);
  writeFileSync(file, `password: ${password}\n\n${lines.join('\n')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
  return password;
}

/** The password of the sample accounts; null when the installation was not filled by us. */
export function readSamplePassword(dataDir: string): string | null {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return null;
  return /^password: (\S+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? null;
}
