import { SitePage } from '@nhipcau/contracts';
import pg from 'pg';
import type { SignedIn } from '../headless-room/console-line.ts';
import { readUnits, UNITS_2024 } from '../seed/units.ts';
import { withOfficeServer } from './office-server.ts';
import { inMs, percentile } from './percentiles.ts';
import type { BenchSettings } from './settings.ts';

const WARM_UP = 20;

export interface DirectoryResult {
  readonly bench: 'directory';
  readonly sites: number;
  readonly n: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** The same server's answer to a request without search, in the same run. */
  readonly baselineP50Ms: number | null;
  /** Medians: search over baseline. */
  readonly ratio: number | null;
}

/** As people type them: without marks, abbreviated, written out, a number, part of a word, two words the wrong way round. */
const QUESTIONS = [
  'da bac',
  'UBND xã Tân Lập',
  'ủy ban nhân dân phường',
  'minh tan',
  '1012',
  'th',
  'thanh pho',
  'lộc',
  'xuan hoa xa',
  'không có tên này',
] as const;

/** A search in the sites of the whole country, asked of a running server one after the other. */
export async function directory({
  n,
  portBase,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<DirectoryResult> {
  return withOfficeServer(
    { name: 'directory', locality: 'hoa-binh', portBase, fill: addNation },
    async (person, sites) => {
      say(`${sites} sites`);
      return { bench: 'directory', sites, ...(await measure(person, n, say)) };
    },
  );
}

async function measure(
  person: SignedIn,
  n: number,
  say: (text: string) => void,
): Promise<Omit<DirectoryResult, 'bench' | 'sites'>> {
  const searches: number[] = [];
  const baseline: number[] = [];
  for (let round = -WARM_UP; round < n; round += 1) {
    const question = QUESTIONS[(round + WARM_UP) % QUESTIONS.length] ?? '';
    const plain = await timed(person, '/api/session');
    const search = await timed(
      person,
      `/api/directory/sites?limit=50&search=${encodeURIComponent(question)}`,
    );
    if (round < 0) continue;
    searches.push(search.ms);
    baseline.push(plain.ms);
    say(
      `${round + 1}/${n}: "${question}" ${SitePage.parse(search.reply).total} sites, ${search.ms.toFixed(1)} ms`,
    );
  }
  const [median, usual] = [percentile(searches, 0.5), percentile(baseline, 0.5)];
  return {
    n: searches.length,
    p50Ms: inMs(median),
    p99Ms: inMs(percentile(searches, 0.99)),
    baselineP50Ms: inMs(usual),
    ratio: median === null || !usual ? null : Math.round((median / usual) * 100) / 100,
  };
}

async function timed({ url, cookie }: SignedIn, path: string): Promise<{ ms: number; reply: unknown }> {
  const askedAt = performance.now();
  const response = await fetch(`${url}${path}`, { headers: { cookie } });
  const reply: unknown = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(reply)}`);
  return { ms: performance.now() - askedAt, reply };
}

/** Every district and commune of the country beside the sample, with a site each. */
async function addNation(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const units = readUnits(UNITS_2024).filter(
      ([level, code]) => level !== 'province' && !code.startsWith('148'),
    );
    const parents = units.map(([level, code, name, parent]) => ({ level, code, name, parent }));
    await client.query(
      `insert into organisation (id, code, name, level_code, kind, parent_id)
        select 'n-' || code, 'N' || level || code, 'UBND ' || lower(left(name, 1)) || substr(name, 2), level, 'peoplesCommittee', 'o-tinh'
          from jsonb_to_recordset($1) as unit (level text, code text, name text, parent text)`,
      [JSON.stringify(parents)],
    );
    await client.query(
      `insert into site (id, organisation_id, number, name, level_code, room, terminal, node_id, network, roles, status)
        select 'n-' || substr(id, 3), id, 1000 + row_number() over (order by id), name, level_code, 'Phòng họp', 'vcs', 'hb',
          'tslcd', '{satellite}', 'admitted' from organisation where id like 'n-%'`,
    );
    await client.query('analyze');
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from site');
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}
