/**
 * A block of black and white cells in the top left corner of a synthetic picture, by which whoever decodes the picture
 * knows what it is of and when it was painted. Large enough to survive 180 lines at 160 kbit/s.
 *
 * The files of this folder are scripts, not modules: `page-script.ts` joins them, in the order of their names in its
 * list, into one function that runs in a page before the page's own code.
 */
const markerColumns = 16;
const markerRows = 3;
/** Cells across the whole picture. */
const markerCellsPerWidth = 40;
const markerNumberBits = 14;
const markerTimeBits = 28;

interface Marker {
  /** Number of the site; presentations count from 10 000. */
  readonly number: number;
  /** Milliseconds since the picture was painted, by the machine's clock. */
  readonly ageMs: number;
}

/** Two guards (white, black), 14 bits of number, 28 bits of time, 4 bits to check them. */
function markerBits(number: number, paintedAtMs: number): boolean[] {
  const bits = [true, false];
  const put = (value: number, length: number) => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push(Math.floor(value / 2 ** bit) % 2 === 1);
  };
  put(number, markerNumberBits);
  put(paintedAtMs % 2 ** markerTimeBits, markerTimeBits);
  put(markerCheck(bits.slice(2)), 4);
  return bits;
}

/** Sum of the set bits' places, in 4 bits. */
function markerCheck(bits: readonly boolean[]): number {
  return bits.reduce((sum, bit, place) => (bit ? sum + place * 3 + 1 : sum), 0) % 16;
}

// biome-ignore lint/correctness/noUnusedVariables: used by another script of this folder.
function paintMarker(paper: CanvasRenderingContext2D, width: number, number: number): void {
  const cell = width / markerCellsPerWidth;
  markerBits(number, Date.now()).forEach((bit, place) => {
    paper.fillStyle = bit ? '#fff' : '#000';
    paper.fillRect((place % markerColumns) * cell, Math.floor(place / markerColumns) * cell, cell, cell);
  });
}

// biome-ignore lint/correctness/noUnusedVariables: used by another script of this folder.
const markerReader = (() => {
  /** Pixels a cell is sampled with; only the inner ones count. */
  const grain = 4;
  const canvas = document.createElement('canvas');
  canvas.width = markerColumns * grain;
  canvas.height = markerRows * grain;
  const paper = canvas.getContext('2d', { willReadFrequently: true, alpha: false });

  const isWhite = (pixels: Uint8ClampedArray, place: number): boolean => {
    let sum = 0;
    for (const [dx, dy] of [
      [1, 1],
      [2, 1],
      [1, 2],
      [2, 2],
    ] as const) {
      const x = (place % markerColumns) * grain + dx;
      const y = Math.floor(place / markerColumns) * grain + dy;
      sum += pixels[(y * canvas.width + x) * 4 + 1] ?? 0;
    }
    return sum / 4 > 127;
  };

  const value = (bits: readonly boolean[]): number => bits.reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0);

  return {
    /** What the picture says it is of; null when it carries no marker. */
    read(video: HTMLVideoElement): Marker | null {
      const { videoWidth } = video;
      if (paper === null || videoWidth === 0) return null;
      const cell = videoWidth / markerCellsPerWidth;
      const [width, height] = [cell * markerColumns, cell * markerRows];
      paper.drawImage(video, 0, 0, width, height, 0, 0, canvas.width, canvas.height);
      const { data } = paper.getImageData(0, 0, canvas.width, canvas.height);
      const bits = Array.from({ length: markerColumns * markerRows }, (_, place) => isWhite(data, place));
      const payload = bits.slice(2, 2 + markerNumberBits + markerTimeBits);
      const guarded = bits[0] === true && bits[1] === false;
      if (!guarded || value(bits.slice(-4)) !== markerCheck(payload)) return null;
      const span = 2 ** markerTimeBits;
      const paintedAt = value(payload.slice(markerNumberBits));
      return {
        number: value(payload.slice(0, markerNumberBits)),
        ageMs: ((Date.now() % span) - paintedAt + span) % span,
      };
    },
  };
})();
