const MARK_SIZE = 26;
/** The mark wanders, so that it cannot be covered or cut away: a round in so many seconds. */
const ROUND_S = 48;

/** The film once more, with whose copy it is wandering over the picture; the sound as it is. */
export const markArguments = (film: string, out: string): string[] => {
  const place = `x='(w-tw)*(0.5+0.45*sin(2*PI*t/${ROUND_S}))':y='(h-th)*(0.5+0.45*cos(2*PI*t/${ROUND_S}))'`;
  const look = `fontcolor=white@0.45:fontsize=${MARK_SIZE}:shadowcolor=black@0.4:shadowx=1:shadowy=1`;
  return [
    ...['-i', film, '-map', '0:v', '-map', '0:a', '-map_chapters', '0'],
    ...[
      '-filter_threads',
      '1',
      '-vf',
      `drawtext=fontfile=font.ttf:textfile=mark.txt:expansion=none:${look}:${place}`,
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '22', '-pix_fmt', 'yuv420p', '-threads', '1'],
    ...['-c:a', 'copy', '-movflags', '+faststart', '-f', 'mp4', out],
  ];
};

/** One source of a site: a list for ffmpeg's concat reader, and when it began after the first of them. */
export interface JoinedSource {
  readonly list: string;
  readonly afterMs: number;
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(3);

/** Segments in their order, each at its own time: gaps stay gaps. */
export const concatList = (
  segments: readonly { readonly path: string; readonly from: number; readonly to: number }[],
): string =>
  segments
    .map(({ path, from, to }, index) => {
      const next = segments[index + 1]?.from ?? to;
      return `file '${path.replaceAll("'", "'\\''")}'\nduration ${inSeconds(Math.max(1, next - from))}\n`;
    })
    .join('');

/** The segments of each source joined as they came, a track for each source, with their wall clock. */
export const joinArguments = (sources: readonly JoinedSource[], beganAt: number, out: string): string[] => [
  ...sources.flatMap(({ list, afterMs }) => [
    ...['-itsoffset', inSeconds(afterMs)],
    ...['-f', 'concat', '-safe', '0', '-i', list],
  ]),
  ...sources.flatMap((_, index) => ['-map', `${index}`]),
  ...['-c', 'copy', '-output_ts_offset', inSeconds(beganAt), '-f', 'matroska', out],
];
