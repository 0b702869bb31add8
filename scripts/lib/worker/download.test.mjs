import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadWorker } from './download.mjs';

let folder;
let server;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nhipcau-download-'));
});
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
  fs.rmSync(folder, { recursive: true });
});

/** A release page on this machine. @returns mediasoup's manifest pointing to it */
async function releasePage(answer) {
  server = http.createServer(answer);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    version: '3.0.0',
    repository: { url: `git+http://127.0.0.1:${server.address().port}/mediasoup.git` },
  };
}

/** An archive with a program that ends with this code. */
function archiveOf(exitCode) {
  const source = path.join(folder, 'source');
  fs.mkdirSync(source);
  fs.writeFileSync(path.join(source, 'mediasoup-worker'), `#!/bin/sh\nexit ${exitCode}\n`);
  return execFileSync('tar', ['-czf', '-', '-C', source, 'mediasoup-worker']);
}

test('a program that runs is taken from the release of this version and platform', async () => {
  let asked;
  const archive = archiveOf(41);
  const manifest = await releasePage((request, response) => {
    asked = request.url;
    response.end(archive);
  });
  const program = await downloadWorker({ manifest, folder: path.join(folder, 'target') });
  expect(program).toBe(path.join(folder, 'target', 'mediasoup-worker'));
  expect(asked).toMatch(
    /^\/mediasoup\/releases\/download\/3\.0\.0\/mediasoup-worker-3\.0\.0-linux-\w+-kernel\d+\.tgz$/,
  );
});

test.each([
  ['does not run here', (response) => response.end(archiveOf(127))],
  ['is no archive', (response) => response.end('<html>log in to this network</html>')],
  ['is not there', (response) => response.writeHead(404).end()],
])('a download that %s is not taken', async (_what, answer) => {
  const manifest = await releasePage((_request, response) => answer(response));
  expect(await downloadWorker({ manifest, folder: path.join(folder, 'target') })).toBeUndefined();
});

test('a page that never answers costs no more than the limit', async () => {
  const manifest = await releasePage(() => {});
  const limits = { connectMs: 50, downloadMs: 100 };
  expect(await downloadWorker({ manifest, folder: path.join(folder, 'target'), limits })).toBeUndefined();
});
