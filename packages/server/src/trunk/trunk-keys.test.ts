import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INVITATION_LIFE_MS } from './invitation.ts';
import { TrunkKeys } from './trunk-keys.ts';

const START = Date.UTC(2026, 2, 2);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('[TK-15] a key that was replaced is kept as long as an invitation that names it can be accepted', () => {
  const keys = new TrunkKeys(folder, START);
  const first = keys.current.publicKey;
  const renewedAt = START + 1_000;
  keys.renew(renewedAt);
  keys.prune(new Set(), renewedAt + INVITATION_LIFE_MS);
  expect(keys.knownAs(first)).not.toBeNull();
  expect(new TrunkKeys(folder, renewedAt).knownAs(first)).not.toBeNull();
  keys.prune(new Set(), renewedAt + INVITATION_LIFE_MS + 1);
  expect(keys.knownAs(first)).toBeNull();
  expect(new TrunkKeys(folder, renewedAt).knownAs(first)).toBeNull();
});

test('[TK-15] whoever knows us by an old key keeps it, however long that takes', () => {
  const keys = new TrunkKeys(folder, START);
  const first = keys.current.publicKey;
  const { publicKey: second } = keys.renew(START + 1);
  keys.prune(new Set([first]), START + 10 * INVITATION_LIFE_MS);
  expect(keys.kept.map(({ publicKey }) => publicKey)).toEqual([second, first]);
});
