import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegulationList, RegulationReply, Timetable } from '@nhipcau/contracts';
import { type SignedIn, signIn } from '../headless-room/console-line.ts';
import { startInstallation } from '../start/installation.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const SITES = 700;
const WARM_UP = 20;
const LEAD_MS = 14 * 24 * 3_600_000;
const HTTP_TIMEOUT_MS = 10_000;

export interface DeadlinesResult {
  readonly bench: 'deadlines';
  readonly sites: number;
  /** Timetables computed, the localities in turn. */
  readonly n: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/**
 * The legal timetable of a meeting of 700 sites, asked of a running server one after the other: regulation and calendar
 * read from the database, every limit counted, the answer received.
 */
export async function deadlines({
  n,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<DeadlinesResult> {
  const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-bench-deadlines-'));
  const installation = await startInstallation({ portBase, dataDir });
  try {
    const person = await signIn(installation.url, 'dieuhanh', installation.password ?? '');
    const questions = await questionsOf(person);
    const measured: number[] = [];
    for (let round = -WARM_UP; round < n; round += 1) {
      const question = questions[(round + WARM_UP) % questions.length];
      if (!question) break;
      const askedAt = performance.now();
      const { entries } = await ask(person, question);
      const ms = performance.now() - askedAt;
      if (round < 0) continue;
      measured.push(ms);
      say(`${round + 1}/${n}: ${question.locality}, ${entries.length} duties, ${ms.toFixed(1)} ms`);
    }
    return {
      bench: 'deadlines',
      sites: SITES,
      n: measured.length,
      p50Ms: inMs(percentile(measured, 0.5)),
      p99Ms: inMs(percentile(measured, 0.99)),
    };
  } finally {
    await installation.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

interface Question {
  readonly locality: string;
  readonly kind: string;
}

/** Every kind of meeting of every locality. */
async function questionsOf(person: SignedIn): Promise<Question[]> {
  const { profiles } = RegulationList.parse(await request(person, '/api/regulations'));
  const questions: Question[] = [];
  for (const { locality } of profiles) {
    const { profile } = RegulationReply.parse(await request(person, `/api/regulations/${locality}`));
    questions.push(...profile.kinds.map(({ key }) => ({ locality, kind: key })));
  }
  return questions;
}

const ask = async (person: SignedIn, { locality, kind }: Question): Promise<Timetable> =>
  Timetable.parse(
    await request(person, `/api/regulations/${locality}/timetable`, {
      kind,
      urgency: 'planned',
      recording: true,
      siteCount: SITES,
      start: Date.now() + LEAD_MS,
      end: null,
    }),
  );

async function request({ url, cookie }: SignedIn, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(HTTP_TIMEOUT_MS),
  });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(reply)}`);
  return reply;
}
