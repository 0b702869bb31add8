import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Layout, MeetingId, SiteId, type Stage } from '@nhipcau/contracts';
import { createLogger, type FilmMaterial, FilmStudio } from '@nhipcau/server';
import type { BenchSettings } from './settings.ts';

const T0 = Date.UTC(2026, 0, 5, 1);
/** Length of what is rendered of each layout; `--minutes` shortens it. */
const MOST_MINUTES = 2;
const SEGMENT_MS = 60_000;
/** Of processor times in `/proc`. */
const TICKS_PER_S = 100;
/** Of `/proc/self/stat`, after the name: processor time of children that were waited for. */
const CHILDREN = { user: 13, system: 14 } as const;
const SITES = ['a', 'b', 'c', 'd'].map((name) => SiteId.parse(name));

export interface RenderResult {
  readonly bench: 'render';
  readonly minutes: number;
  /** Minutes of film from one minute of a core: all layouts together, and each. */
  readonly filmMinutesPerCoreMinute: number;
  readonly full: number;
  readonly grid4: number;
  readonly content: number;
  readonly loadAverage: number;
}

type Scene = Pick<Stage, 'broadcast' | 'content' | 'floor'>;

const layout = (kind: 'full' | 'grid4', sites: readonly SiteId[]): Layout => ({
  kind,
  slots: sites.map((siteId) => ({ kind: 'site', siteId })),
});
const [first, second] = SITES as [SiteId, SiteId];
const scenes = {
  full: { broadcast: layout('full', [first]), content: null, floor: [first] },
  grid4: { broadcast: layout('grid4', SITES), content: null, floor: [first, second] },
  content: { broadcast: layout('full', [first]), content: second, floor: [first, second] },
} satisfies Record<string, Scene>;

/** Films as the server makes them, from segments as nodes write them; the processor time is that of the renderer. */
export async function render({
  minutes,
  say,
}: BenchSettings & { say: (text: string) => void }): Promise<RenderResult> {
  const folder = mkdtempSync(join(tmpdir(), 'nhipcau-bench-render-'));
  try {
    const each = Math.min(MOST_MINUTES, minutes);
    const material = new Material(folder, each);
    say(`segments of ${each} minutes are written`);
    const spent: Record<string, { film: number; core: number }> = {};
    for (const [name, scene] of Object.entries(scenes)) {
      const before = coreMinutes();
      const studio = new FilmStudio({
        workshop: () => join(folder, name),
        programs: { folder, ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', s3: null, retentionFile: null },
        log: createLogger('silent'),
      });
      const { durationMs, missingMs } = await studio.make(material.of(name, scene), async () => {});
      if (missingMs > 0) throw new Error(`${missingMs} ms of the film are missing`);
      spent[name] = { film: durationMs / 60_000, core: coreMinutes() - before };
      say(`${name}: ${ratio([spent[name]])} minutes of film in a minute of a core`);
    }
    const one = (name: keyof typeof scenes) => ratio(spent[name] ? [spent[name]] : []);
    return {
      bench: 'render',
      minutes: each,
      filmMinutesPerCoreMinute: ratio(Object.values(spent)),
      full: one('full'),
      grid4: one('grid4'),
      content: one('content'),
      loadAverage: Math.round((loadavg()[0] ?? 0) * 100) / 100,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ratio(parts: readonly { film: number; core: number }[]): number {
  const sum = (what: 'film' | 'core') => parts.reduce((all, part) => all + part[what], 0);
  return Math.round((sum('film') / sum('core')) * 100) / 100;
}

/** Processor time of all programs that were run and have ended, minutes. */
function coreMinutes(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[CHILDREN.user]) + Number(fields[CHILDREN.system])) / TICKS_PER_S / 60;
}

/** Pictures of 720p and voices, encoded once; every site has the same ones under its own name. */
class Material {
  readonly #folder: string;
  readonly #minutes: number;

  constructor(folder: string, minutes: number) {
    this.#folder = folder;
    this.#minutes = minutes;
    for (const { at, ms } of this.#segments()) {
      const seconds = (ms / 1000).toFixed(3);
      const shift = `PTS+${((T0 + at) / 1000).toFixed(3)}/TB`;
      this.#write(
        `picture-${at}`,
        `testsrc2=s=1280x720:r=25:d=${seconds},noise=alls=6:allf=t,setpts=${shift}`,
        ['-c:v', 'libx264', '-preset', 'veryfast', '-b:v', '1100k', '-bf', '0', '-pix_fmt', 'yuv420p'],
      );
      this.#write(`voice-${at}`, `sine=f=440:r=48000:d=${seconds},asetpts=${shift}`, ['-c:a', 'libopus']);
    }
  }

  of(name: string, scene: Scene): FilmMaterial {
    const until = this.#minutes * 60_000;
    return {
      meetingId: MeetingId.parse(`bench-${name}`),
      title: 'Hội nghị trực tuyến',
      below: '05/01/2026',
      bytes: 0,
      facts: {
        intervals: [{ from: T0, to: T0 + until }],
        stages: [{ at: T0, stage: scene }],
        segments: this.#segments().flatMap(({ at, ms }) =>
          SITES.flatMap((siteId) =>
            (['camera', 'mic', 'content'] as const).map((source) => ({
              segmentId: `${siteId}|${source}|${at}`,
              siteId,
              source,
              from: T0 + at,
              to: T0 + at + ms,
            })),
          ),
        ),
        script: [],
        nameOf: (siteId) => `Điểm cầu ${siteId}`,
      },
      fileOf: async (segmentId) => {
        const [, source, at] = segmentId.split('|');
        const kind = source === 'mic' ? 'voice' : 'picture';
        return { path: join(this.#folder, `${kind}-${at}.mkv`), isCopy: false };
      },
    };
  }

  #segments(): { at: number; ms: number }[] {
    const all = this.#minutes * 60_000;
    return Array.from({ length: Math.ceil(all / SEGMENT_MS) }, (_, index) => ({
      at: index * SEGMENT_MS,
      ms: Math.min(SEGMENT_MS, all - index * SEGMENT_MS),
    }));
  }

  #write(name: string, input: string, codec: readonly string[]): void {
    const target = join(this.#folder, `${name}.mkv`);
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-nostdin', '-y', '-copyts', '-f', 'lavfi', '-i', input],
      ...[...codec, '-f', 'matroska', target],
    ]);
  }
}
