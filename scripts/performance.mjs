/**
 * `node scripts/performance.mjs`: draws the plots of docs/performance from its results.json, and prints what follows from
 * the model: the capacity of machines larger than the one that was measured. Derived figures are marked as such.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from './lib/paths.mjs';
import { writeAtomically } from './lib/stamp.mjs';

const folder = inRepository('docs', 'performance');
const results = JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
const newest = (bench) => results.findLast(({ result }) => result.bench === bench)?.result ?? null;

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 70;
const BOTTOM = 48;
const TOP = 40;
const ink = '#1f2933';
const blue = '#1d4ed8';
const grey = '#9aa5b1';

const text = (x, y, words, { size = 13, anchor = 'start', fill = ink, bold = false } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}"${bold ? ' font-weight="600"' : ''}>${words}</text>`;

const svg = (title, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" role="img" aria-label="${title}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>
${text(LEFT, 24, title, { size: 15, bold: true })}
${parts.join('\n')}
</svg>
`;

/** A round number of steps that covers a largest value. */
function steps(most, count = 5) {
  const raw = most / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= raw);
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** Horizontal bars, one for each name. */
function bars(title, rows, unit) {
  const scale = steps(Math.max(...rows.map(({ value }) => value)));
  const end = scale.at(-1);
  const left = 220;
  const x = (value) => left + (value / end) * (WIDTH - left - 70);
  const high = (HEIGHT - TOP - BOTTOM) / rows.length;
  const parts = scale.flatMap((value) => [
    `<line x1="${x(value)}" y1="${TOP}" x2="${x(value)}" y2="${HEIGHT - BOTTOM}" stroke="${grey}" stroke-width="0.5"/>`,
    text(x(value), HEIGHT - BOTTOM + 18, value.toLocaleString('en'), { anchor: 'middle', size: 12 }),
  ]);
  rows.forEach(({ name, value, isOurs = true }, index) => {
    const y = TOP + index * high;
    parts.push(
      text(left - 10, y + high / 2 + 4, name, { anchor: 'end' }),
      `<rect x="${left}" y="${y + high * 0.2}" width="${Math.max(1, x(value) - left)}" height="${high * 0.6}" fill="${isOurs ? blue : grey}"/>`,
      text(x(value) + 6, y + high / 2 + 4, value.toLocaleString('en'), { size: 12 }),
    );
  });
  parts.push(text(WIDTH - 10, HEIGHT - 10, unit, { anchor: 'end', size: 12 }));
  return svg(title, parts);
}

/** Measured points and the line of the model. */
function modelPlot({ points, base, inCoresPerK, outCoresPerK }) {
  const across = steps(Math.max(...points.map(({ outPerS }) => outPerS / 1000)));
  const up = steps(Math.max(...points.map(({ cores }) => cores)));
  const x = (k) => LEFT + (k / across.at(-1)) * (WIDTH - LEFT - 30);
  const y = (cores) => HEIGHT - BOTTOM - (cores / up.at(-1)) * (HEIGHT - BOTTOM - TOP);
  const line = (inK) =>
    across.map((k) => `${x(k)},${y(base + inCoresPerK * inK + outCoresPerK * k)}`).join(' ');
  const least = Math.min(...points.map(({ inPerS }) => inPerS)) / 1000;
  return svg('A media worker: cores by packets sent', [
    ...across.map((k) => text(x(k), HEIGHT - BOTTOM + 18, `${k}`, { anchor: 'middle', size: 12 })),
    ...up.flatMap((cores) => [
      `<line x1="${LEFT}" y1="${y(cores)}" x2="${WIDTH - 30}" y2="${y(cores)}" stroke="${grey}" stroke-width="0.5"/>`,
      text(LEFT - 8, y(cores) + 4, cores.toFixed(2), { anchor: 'end', size: 12 }),
    ]),
    `<polyline points="${line(least)}" fill="none" stroke="${blue}" stroke-width="1.5"/>`,
    ...points.map(
      ({ inPerS, outPerS, cores }) =>
        `<circle cx="${x(outPerS / 1000)}" cy="${y(cores)}" r="5" fill="${inPerS / 1000 > least * 1.5 ? grey : blue}"/>`,
    ),
    text(WIDTH - 30, HEIGHT - 10, 'thousand packets a second sent; grey: several senders arrive', {
      anchor: 'end',
      size: 12,
    }),
  ]);
}

const forward = newest('forward');
if (forward)
  writeAtomically(
    join(folder, 'forward.svg'),
    bars(
      'Packets forwarded per second and core, SRTP',
      [
        { name: 'Nhịp Cầu, whole node', value: forward.packetsPerSecondPerCore },
        { name: 'bare mediasoup worker', value: forward.bareWorker, isOurs: false },
        ...(forward.janus ? [{ name: 'Janus VideoRoom', value: forward.janus, isOurs: false }] : []),
      ],
      'packets per second of processor time',
    ),
  );
const recover = newest('recover');
if (recover)
  writeAtomically(
    join(folder, 'recover.svg'),
    bars(
      'From a break until picture and sound are back, 95th percentile',
      [
        { name: 'media worker killed', value: recover.workerKill.p95Ms },
        { name: 'link cut for 1 s', value: recover.linkCut.p95Ms },
        { name: 'node killed, started again', value: recover.nodeRestart.p95Ms },
        { name: 'node killed, standby', value: recover.nodeKill.p95Ms },
      ],
      'milliseconds',
    ),
  );
const model = newest('model');
if (model) writeAtomically(join(folder, 'model.svg'), modelPlot(model));

const idle = newest('idle');
if (model && idle) {
  const perSite = idle.cores / idle.sites;
  const loads = [
    ['one picture 720p of 1.1 Mbit/s and one voice', 185],
    ['the same, a presentation beside it and three more voices', 450],
  ];
  console.log(
    '| Load of each site | packets/s out | cores per 1000 sites | sites on 16 cores at 70 % |\n|---|---|---|---|',
  );
  for (const [name, outPerS] of loads) {
    const cores = perSite + (model.outCoresPerK * outPerS) / 1000;
    const sites = Math.floor((16 * 0.7) / cores / 10) * 10;
    console.log(
      `| ${name} | ${outPerS} | ${(cores * 1000).toFixed(1)} | ${sites.toLocaleString('en')} (derived) |`,
    );
  }
}
