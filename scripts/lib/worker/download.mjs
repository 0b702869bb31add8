import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../run.mjs';
import { workerRuns } from './program.mjs';

/** Where there is no way out, a firewall often swallows packets instead of refusing them. */
const timeLimits = { connectMs: 6_000, downloadMs: 30_000 };

/**
 * Fetches the worker that mediasoup publishes for its releases, from where the package itself says it is.
 *
 * @returns path of a program that was seen to run, or undefined: no way there, none for this machine, or it does not run
 */
export async function downloadWorker({ manifest, folder, limits = timeLimits }) {
  const archive = path.join(folder, 'prebuilt.tgz');
  fs.mkdirSync(folder, { recursive: true });
  try {
    fs.writeFileSync(archive, await fetchArchive(releaseUrl(manifest), limits));
    const { code } = await run('tar', ['-xzf', archive, '-C', folder, 'mediasoup-worker']);
    const program = path.join(folder, 'mediasoup-worker');
    if (code !== 0) return undefined;
    fs.chmodSync(program, 0o755);
    return workerRuns(program) ? program : undefined;
  } catch {
    return undefined; // Expected without a way to the release page: the build from source follows.
  } finally {
    fs.rmSync(archive, { force: true });
  }
}

function releaseUrl(manifest) {
  const repository = manifest.repository.url.replace(/^git\+/, '').replace(/\.git$/, '');
  const kernel = os.platform() === 'linux' ? `-kernel${Number(os.release().split('.')[0])}` : '';
  const name = `mediasoup-worker-${manifest.version}-${os.platform()}-${os.arch()}${kernel}.tgz`;
  return `${repository}/releases/download/${manifest.version}/${name}`;
}

async function fetchArchive(url, { connectMs, downloadMs }) {
  const limit = new AbortController();
  const stop = () => limit.abort(new Error('took too long'));
  const connecting = setTimeout(stop, connectMs);
  const downloading = setTimeout(stop, downloadMs);
  try {
    const response = await fetch(url, { signal: limit.signal });
    clearTimeout(connecting);
    if (!response.ok) throw new Error(`status ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } finally {
    clearTimeout(connecting);
    clearTimeout(downloading);
  }
}
