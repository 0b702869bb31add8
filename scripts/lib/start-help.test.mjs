import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inRepository } from './paths.mjs';

test('npm start -- --help answers on a machine where nothing is installed yet', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhipcau-help-'));
  try {
    fs.cpSync(inRepository('scripts'), path.join(folder, 'scripts'), { recursive: true });
    fs.cpSync(inRepository('packages/tools/src/start'), path.join(folder, 'packages/tools/src/start'), {
      recursive: true,
    });
    fs.copyFileSync(inRepository('package.json'), path.join(folder, 'package.json'));
    const answer = execFileSync(process.execPath, [path.join(folder, 'scripts/start.mjs'), '--help'], {
      encoding: 'utf8',
      cwd: folder,
    });
    for (const option of ['--locality', '--port-base', '--data-dir']) expect(answer).toContain(option);
    expect(fs.readdirSync(folder).sort()).toEqual(['package.json', 'packages', 'scripts']);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
