import {
  type Chapter,
  FILM,
  FRAME_MS,
  HOLD_MS,
  type Piece,
  type Shot,
  shotEnd,
  TITLE_FRAMES,
  uncoveredMs,
} from '@nhipcau/domain';

/** Sound of the film. */
export const SAMPLE_RATE = 48_000;
const SAMPLES_PER_FRAME = (SAMPLE_RATE * FRAME_MS) / 1000;
const FPS = 1000 / FRAME_MS;
/** Behind a pane of which nothing was recorded: dark, and not the black of a picture that is black. */
const TILE_COLOUR = '0x16243a';
/** A picture older than this is not up any more. */
const LEAD_MS = 500;
/** A voice that begins or ends at a cut does so within this time: a step of the sound would click. */
const FADE_MS = 8;

/** Bytes of the sound of a shot: one channel, two bytes a sample, exactly as long as its pictures. */
export const soundBytes = (frames: number): number => frames * SAMPLES_PER_FRAME * 2;

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Every shot alike, so that they can be joined as they are: no picture looks ahead, each shot begins with a whole one. */
const encode = (frames: number): string[] => [
  ...['-frames:v', `${frames}`, '-c:v', 'libx264', '-preset', 'veryfast', '-crf', '22', '-profile:v', 'main'],
  ...['-bf', '0', '-g', '50', '-pix_fmt', 'yuv420p', '-threads', '1', '-f', 'h264'],
];

const canvas = (frames: number, colour: string): string =>
  `color=c=${colour}:s=${FILM.width}x${FILM.height}:r=${FPS}:d=${seconds(frames * FRAME_MS)}`;

/** A line of text out of a file: no character of it is a command. */
const text = (file: string, size: number, place: string): string =>
  `drawtext=fontfile=font.ttf:textfile=${file}:expansion=none:fontcolor=white:fontsize=${size}:${place}`;

/** The title card: title and what is said below it. */
export const titleArguments = (title: string, below: string, out: string): string[] => [
  ...['-f', 'lavfi', '-i', canvas(TITLE_FRAMES, '0x12305c'), '-vf'],
  [text(title, 44, 'x=(w-tw)/2:y=h/2-th-10:line_spacing=12'), text(below, 28, 'x=(w-tw)/2:y=h/2+30')].join(
    ',',
  ),
  ...encode(TITLE_FRAMES),
  out,
];

export interface ShotFiles {
  /** The file of a segment. */
  readonly segment: (segmentId: string) => string;
  /** A file in the folder with the name of a pane's site. */
  readonly label: (index: number) => string;
}

/**
 * Pictures of a shot: each pane its pieces one over the other on black, with the name of the site. Where nothing was
 * recorded – a scene may be over before a writer has begun – the name stands by itself: no other moment's picture is shown.
 */
export function pictureArguments(shot: Shot, files: ShotFiles, out: string): string[] {
  const inputs: string[] = [];
  const filters = [`${canvas(shot.frames, 'black')}[c0]`];
  let step = 0;
  const chain = (filter: string) => {
    filters.push(`[c${step}]${filter}[c${step + 1}]`);
    step += 1;
  };
  shot.panes.forEach((pane, index) => {
    const { box, pieces } = pane;
    if (uncoveredMs(pane, shot) >= FRAME_MS) {
      chain(`drawbox=x=${box.x}:y=${box.y}:w=${box.width}:h=${box.height}:color=${TILE_COLOUR}:t=fill`);
      const middle = `x=${box.x}+(${box.width}-tw)/2:y=${box.y}+(${box.height}-th)/2`;
      chain(text(files.label(index), Math.max(16, Math.min(44, Math.round(box.width / 22))), middle));
    }
    pieces.forEach((piece, at) => {
      const input = inputs.length;
      inputs.push(files.segment(piece.segmentId));
      const next = pieces[at + 1]?.from ?? shotEnd(shot);
      filters.push(`[${input}:v]${pictureOf(piece, at === 0, next, shot, box)}[p${input}]`);
      filters.push(`[c${step}][p${input}]overlay=${box.x}:${box.y}:eof_action=pass[c${step + 1}]`);
      step += 1;
    });
    if (pieces.length === 0) return;
    const size = Math.max(14, Math.min(30, Math.round(box.width / 28)));
    const place = `box=1:boxcolor=black@0.55:boxborderw=6:x=${box.x + 12}:y=${box.y + box.height}-th-14`;
    chain(text(files.label(index), size, place));
  });
  return [
    '-copyts',
    // A sender may change the size of its picture in mid-stream: the scaler takes it, the graph is not built anew.
    ...inputs.flatMap((file) => ['-reinit_filter', '0', '-i', file]),
    ...['-filter_complex_threads', '1', '-filter_complex', filters.join(';'), '-map', `[c${step}]`],
    ...encode(shot.frames),
    out,
  ];
}

function pictureOf(
  { from, to }: Piece,
  isFirst: boolean,
  next: number,
  shot: Shot,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const shifted = `PTS-${seconds(shot.from)}/TB`;
  // The picture that is up at a cut came before it, and a source that has just begun is shown from its first picture on
  // instead of a black pane: either way the first that is there stands from the first frame of the shot.
  const begins = isFirst && from - shot.from <= HOLD_MS;
  const lead = begins && from <= shot.from ? LEAD_MS : 0;
  const hold = Math.min(HOLD_MS, Math.max(0, next - to) + FRAME_MS * 2);
  return [
    `trim=start=${seconds(from - lead)}:end=${seconds(to + FRAME_MS)}`,
    `setpts=${shifted}`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    'setsar=1',
    begins ? `fps=${FPS}:start_time=0` : `fps=${FPS}`,
    `tpad=stop_mode=clone:stop_duration=${seconds(hold)}`,
  ].join(',');
}

/** Which voices go on over the borders of a shot; they are not faded there. */
export interface Voices {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/** Sound of a shot: all open microphones together, exactly as many samples as its pictures last. */
export function soundArguments(
  shot: Shot,
  { segment, voices }: { segment: ShotFiles['segment']; voices: Voices },
  out: string,
): string[] {
  const inputs: string[] = [];
  const filters: string[] = [];
  for (const { siteId, pieces } of shot.sounds)
    for (const [index, piece] of pieces.entries()) {
      const input = inputs.length;
      inputs.push(segment(piece.segmentId));
      const fades = {
        in: !goesOnFrom(piece, pieces[index - 1], shot, voices.before.has(siteId)),
        out: !goesOnTo(piece, pieces[index + 1], shot, voices.after.has(siteId)),
      };
      filters.push(`[${input}:a]${soundOf(piece, shot, fades)}[a${input}]`);
    }
  const all = inputs.map((_, input) => `[a${input}]`).join('');
  const samples = shot.frames * SAMPLES_PER_FRAME;
  filters.push(
    `${all}amix=inputs=${inputs.length}:normalize=0,alimiter=limit=0.95:level=0,apad,atrim=end_sample=${samples}[out]`,
  );
  return [
    '-copyts',
    ...inputs.flatMap((file) => ['-i', file]),
    ...['-filter_complex_threads', '1', '-filter_complex', filters.join(';'), '-map', '[out]'],
    ...['-ar', `${SAMPLE_RATE}`, '-ac', '1', '-f', 's16le', out],
  ];
}

/** Pieces nearer than this are one voice: the end of a segment and the beginning of the next. */
const SAME_VOICE_MS = 60;

/** Whether a voice was there before this piece of it. */
export const goesOnFrom = (
  { from }: Piece,
  before: Piece | undefined,
  shot: Shot,
  wasHeard: boolean,
): boolean =>
  before === undefined ? wasHeard && from - shot.from <= SAME_VOICE_MS : from - before.to <= SAME_VOICE_MS;

/** Whether a voice is there after this piece of it. */
export const goesOnTo = ({ to }: Piece, after: Piece | undefined, shot: Shot, isHeard: boolean): boolean =>
  after === undefined ? isHeard && shotEnd(shot) - to <= SAME_VOICE_MS : after.from - to <= SAME_VOICE_MS;

/** The voices of the shots beside one, as far as they follow at once. */
export function voicesAround(shots: readonly Shot[], index: number): Voices {
  const shot = shots[index];
  const heard = (neighbour: Shot | undefined, isNear: boolean) =>
    new Set(
      isNear
        ? (neighbour?.sounds ?? []).filter(({ pieces }) => pieces.length > 0).map(({ siteId }) => siteId)
        : [],
    );
  const before = shots[index - 1];
  const after = shots[index + 1];
  return {
    before: heard(before, before !== undefined && shotEnd(before) === shot?.from),
    after: heard(after, after !== undefined && shot !== undefined && shotEnd(shot) === after.from),
  };
}

/** A voice at its place: silence fills what is missing, and where it ran ahead of the clock it is set right. */
const soundOf = (
  { from, to }: Piece,
  shot: Shot,
  fades: { readonly in: boolean; readonly out: boolean },
): string =>
  [
    `atrim=start=${seconds(from)}:end=${seconds(to + 20)}`,
    `asetpts=PTS-${seconds(shot.from)}/TB`,
    `aresample=${SAMPLE_RATE}:async=1:min_hard_comp=0.05:first_pts=0`,
    'aformat=sample_fmts=fltp:channel_layouts=mono',
    ...(fades.in ? [`afade=t=in:st=${seconds(from - shot.from)}:d=${seconds(FADE_MS)}`] : []),
    ...(fades.out
      ? [`afade=t=out:st=${seconds(Math.max(0, to - shot.from - FADE_MS))}:d=${seconds(FADE_MS)}`]
      : []),
    `apad=whole_dur=${seconds(shot.frames * FRAME_MS)}`,
  ].join(',');

/** Pictures and sound joined, with chapters; the index stands at the beginning so that it plays while it is fetched. */
export const filmArguments = (pictures: string, sound: string, chapters: string, out: string): string[] => [
  ...['-f', 'h264', '-framerate', `${FPS}`, '-i', pictures],
  ...['-f', 's16le', '-ar', `${SAMPLE_RATE}`, '-ac', '1', '-i', sound, '-i', chapters],
  ...['-map', '0:v', '-map', '1:a', '-map_metadata', '2', '-map_chapters', '2'],
  ...['-c:v', 'copy', '-c:a', 'aac', '-b:a', '96k', '-movflags', '+faststart', '-f', 'mp4', out],
];

/** The sound by itself. */
export const audioArguments = (film: string, out: string): string[] => [
  ...['-i', film, '-vn', '-c:a', 'copy', '-movflags', '+faststart', '-f', 'mp4', out],
];

/** Chapters as ffmpeg reads them (its own metadata format). */
export function chapterFile(title: string, chapters: readonly Chapter[], durationMs: number): string {
  const plain = (words: string) => words.replace(/[=;#\\\n]/g, (sign) => `\\${sign}`);
  const parts = chapters.map(({ title: name, at }, index) =>
    [
      '[CHAPTER]',
      'TIMEBASE=1/1000',
      `START=${Math.round(at)}`,
      `END=${Math.round(chapters[index + 1]?.at ?? durationMs)}`,
      `title=${plain(name)}`,
    ].join('\n'),
  );
  return [';FFMETADATA1', `title=${plain(title)}`, ...parts, ''].join('\n');
}
