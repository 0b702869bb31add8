import fs from 'node:fs';
import path from 'node:path';
import { inRepository } from '../paths.mjs';
import { thirdParties } from './third-parties.mjs';

export const noticeFile = inRepository('NOTICE');
const unitsLicence = inRepository('packages', 'tools', 'data', 'LICENSE.administrative-units.txt');

/** The text of NOTICE. The same on every machine: it follows the lock file, not what this platform installed. */
export function renderNotice() {
  const packages = listPackages();
  return `${[
    'Nhịp Cầu contains and uses the work of others, listed here with the licences under which it comes.',
    'Written by `node scripts/notice.mjs` from package-lock.json and the packages themselves.',
    '',
    ...thirdParties.flatMap(renderTable),
    ...heading('npm packages a running system uses'),
    ...packages.flatMap(renderPackage),
    '',
    ...heading('Administrative units of Viet Nam (packages/tools/data)'),
    'From the public repository thanglequoc/vietnamese-provinces-database, under this licence:',
    '',
    ...fs.readFileSync(unitsLicence, 'utf8').trimEnd().split(/\r?\n/),
  ].join('\n')}\n`;
}

/** Packages without a licence in their metadata: they need a decision before they are shipped. */
export function listUnlicensed() {
  return listPackages()
    .filter(({ licence }) => licence === undefined)
    .map(({ name }) => name);
}

function listPackages() {
  const { packages } = JSON.parse(fs.readFileSync(inRepository('package-lock.json'), 'utf8'));
  const found = Object.entries(packages)
    .filter(
      ([place, entry]) =>
        place.startsWith('node_modules/') && !entry.dev && !entry.devOptional && !entry.link,
    )
    .map(([place, entry]) => ({
      place,
      name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license,
      isOptional: entry.optional === true,
    }));
  const unique = new Map(found.map((entry) => [`${entry.name} ${entry.version}`, entry]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function renderPackage({ place, name, version, licence, isOptional }) {
  const line = `${name} ${version}: ${licence ?? 'no licence named'}`;
  // Optional packages are there on some platforms only; their texts would make the file differ between machines.
  return isOptional ? [line] : [line, ...copyrightsOf(inRepository(place)).map((text) => `    ${text}`)];
}

function copyrightsOf(folder) {
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const licence = names.filter((name) => /^(licen[cs]e|copying)(\.|$|-)/i.test(name)).sort()[0];
  if (licence === undefined) return [];
  const lines = fs
    .readFileSync(path.join(folder, licence), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.replace(/^[\s/*#-]+/, '').trim())
    .filter((line) => /^(copyright\b.*(\d{4}|\(c\)|©)|©|\(c\) )/i.test(line));
  return [...new Set(lines)].slice(0, 5);
}

function renderTable({ heading: title, entries }) {
  return [...heading(title), ...entries.map(([name, licence, use]) => `${name}: ${licence} (${use})`), ''];
}

function heading(title) {
  return [title, '-'.repeat(title.length), ''];
}
