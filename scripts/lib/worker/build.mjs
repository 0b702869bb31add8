import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StepFailure } from '../failure.mjs';
import { run, tailOf } from '../run.mjs';
import { applyPatch, compatFolder, listSources, recipe } from './recipe.mjs';

/**
 * Builds the worker from source into `buildFolder`.
 *
 * Objects already there are kept: each appears in one step when its compilation has succeeded, so an interrupted build
 * goes on where it stopped. The build folder belongs to one mediasoup version and one recipe.
 *
 * @returns path of the finished program inside the build folder
 */
export async function buildWorker({ packageFolder, buildFolder, note }) {
  const workerFolder = path.join(packageFolder, 'worker');
  const headers = await generateHeaders(workerFolder, buildFolder);
  const patched = writePatchedSources(workerFolder, buildFolder);
  const includeFlags = [
    compatFolder,
    path.join(workerFolder, 'include'),
    path.dirname(headers),
    headers,
    path.join(workerFolder, 'deps/libwebrtc'),
    path.join(workerFolder, 'deps/libwebrtc/libwebrtc'),
  ].flatMap((folder) => ['-I', folder]);

  const units = listSources(workerFolder).map((name) => ({
    name,
    source: patched.get(name) ?? path.join(workerFolder, name),
    object: path.join(buildFolder, 'objects', `${name.replaceAll('/', '__')}.o`),
  }));
  await compileAll(units, includeFlags, note);

  note('linking');
  const program = path.join(buildFolder, 'mediasoup-worker');
  await cxx(
    ['-o', `${program}.part`, ...units.map((unit) => unit.object), ...recipe.linkFlags],
    'the media worker could not be linked',
  );
  fs.renameSync(`${program}.part`, program);
  return program;
}

async function generateHeaders(workerFolder, buildFolder) {
  const headers = path.join(buildFolder, 'generated', 'FBS');
  fs.mkdirSync(headers, { recursive: true });
  const schemaFolder = path.join(workerFolder, 'fbs');
  const schemas = fs.readdirSync(schemaFolder).filter((name) => name.endsWith('.fbs'));
  const args = [...recipe.schemaFlags, '--filename-suffix', '', '-o', headers, ...schemas];
  const { code, output } = await run('flatc', args, { cwd: schemaFolder });
  if (code !== 0) {
    throw new StepFailure("the media worker's message headers could not be generated", {
      advice: 'install the Debian package flatbuffers-compiler and start again',
      detail: tailOf(output),
    });
  }
  return headers;
}

function writePatchedSources(workerFolder, buildFolder) {
  return new Map(
    recipe.patches.map((patch) => {
      const copy = path.join(buildFolder, 'patched', patch.file);
      const original = fs.readFileSync(path.join(workerFolder, patch.file), 'utf8');
      fs.mkdirSync(path.dirname(copy), { recursive: true });
      fs.writeFileSync(copy, applyPatch(original, patch));
      return [patch.file, copy];
    }),
  );
}

async function compileAll(units, includeFlags, note) {
  fs.mkdirSync(path.dirname(units[0].object), { recursive: true });
  const waiting = units.filter((unit) => !fs.existsSync(unit.object));
  let done = units.length - waiting.length;
  let failed = false;
  const compileNext = async () => {
    for (let unit = waiting.shift(); unit !== undefined && !failed; unit = waiting.shift()) {
      note(`compiled ${done}/${units.length}, now ${unit.name}`);
      try {
        await compile(unit, includeFlags);
      } catch (error) {
        failed = true;
        throw error;
      }
      done += 1;
      note(`compiled ${done}/${units.length}`);
    }
  };
  const lanes = Array.from({ length: os.availableParallelism() }, compileNext);
  const results = await Promise.allSettled(lanes);
  const rejected = results.find((result) => result.status === 'rejected');
  if (rejected) throw rejected.reason;
}

async function compile({ name, source, object }, includeFlags) {
  const draft = `${object}.part`;
  await cxx(
    [...recipe.compileFlags, ...includeFlags, '-c', source, '-o', draft],
    `the media worker's ${name} could not be compiled`,
  );
  fs.renameSync(draft, object);
}

async function cxx(args, what) {
  const { code, output } = await run('g++', args);
  if (code === 0) return;
  throw new StepFailure(what, {
    advice: `check the Debian packages ${recipe.packages.join(' ')} and the free disk space, then start again`,
    detail: tailOf(output),
  });
}
