import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environmentOutsideProject } from '../node24.mjs';
import { inRepository, repositoryRoot } from '../paths.mjs';

/** Hosts everybody knows; written in parts so that this file does not name them. */
const wellKnownHosts = [
  ['registry', 'npmjs', 'org'],
  ['registry', 'yarnpkg', 'com'],
  ['registry', 'npmmirror', 'com'],
  ['deb', 'debian', 'org'],
].map((parts) => parts.join('.'));

/** Folders in which people and build machines keep their work, at the beginning of an absolute path. */
const homes = /(?<![\w.$~/}-])\/(?:root|home\/[a-z][\w-]*|Users\/[A-Za-z]\w*|work|workspaces?|builds?)\//;

const binary = /\.(png|jpe?g|gif|ico|webp|woff2?|ttf|otf|wasm|mp4|webm|ogg|wav|ivf|pdf|docx|xlsx|gz)$/i;

/**
 * Looks for what a file should not know: paths of the machine it was written on, hosts its packages came from.
 *
 * @param names - files relative to the repository
 * @returns one line per finding
 */
export function findMachineTraces(names) {
  const texts = [...foldersOfThisMachine(), ...wellKnownHosts, ...hostsOfThisMachine()];
  return names
    .filter((name) => !binary.test(name))
    .flatMap((name) => tracesIn(name, fs.readFileSync(inRepository(name), 'utf8'), texts));
}

/** Exported for its test. */
export function tracesIn(name, content, texts) {
  if (!texts.some((text) => content.includes(text)) && !homes.test(content)) return [];
  return content.split('\n').flatMap((line, index) => {
    const trace = texts.find((text) => line.includes(text)) ?? homes.exec(line)?.[0];
    return trace === undefined ? [] : [`${name}:${index + 1}: ${trace}`];
  });
}

function foldersOfThisMachine() {
  const folders = [repositoryRoot, path.dirname(repositoryRoot), os.homedir()];
  const shared = new Set([path.parse(repositoryRoot).root, os.tmpdir(), '/tmp', '/root']);
  return folders.filter((folder) => !shared.has(folder)).map((folder) => `${folder}/`);
}

/** Where npm and apt of this machine fetch from, when that is not a host everybody knows. */
function hostsOfThisMachine() {
  const { stdout } = spawnSync('npm', ['config', 'get', 'registry'], {
    encoding: 'utf8',
    env: environmentOutsideProject(),
    cwd: os.tmpdir(),
  });
  const sources = ['/etc/apt/sources.list', ...listAptSources()].map(readIfReadable);
  const urls = [stdout ?? '', ...sources].join('\n').match(/https?:\/\/[^\s/\]]+/g) ?? [];
  return [...new Set(urls.map((url) => new URL(url).host))].filter((host) => !wellKnownHosts.includes(host));
}

function listAptSources() {
  const folder = '/etc/apt/sources.list.d';
  return fs.existsSync(folder) ? fs.readdirSync(folder).map((name) => path.join(folder, name)) : [];
}

function readIfReadable(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return ''; // Not there, or not for us: then it says nothing about hosts.
  }
}
