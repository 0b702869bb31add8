import type { CameraMove, CameraPosition } from '@nhipcau/contracts';

const axes = ['pan', 'tilt', 'zoom'] as const;
type Axis = (typeof axes)[number];
interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** One press moves a camera by a fortieth of its way. */
const PRESS = 1 / 40;

const numberOf = (from: object, key: string): number | null => {
  const value: unknown = Reflect.get(from, key);
  return typeof value === 'number' ? value : null;
};

function rangeOf(track: MediaStreamTrack, axis: Axis): Range | null {
  const range: unknown = Reflect.get(track.getCapabilities(), axis);
  if (typeof range !== 'object' || range === null) return null;
  const [min, max] = [numberOf(range, 'min'), numberOf(range, 'max')];
  return min === null || max === null || min >= max ? null : { min, max, step: numberOf(range, 'step') ?? 1 };
}

/** A USB camera that the browser can turn (W3C "MediaStream Image Capture", pan, tilt and zoom). */
export class UsbCamera {
  readonly #track: MediaStreamTrack;

  private constructor(track: MediaStreamTrack) {
    this.#track = track;
  }

  /** Null: it cannot be turned, or the page was not allowed to. */
  static of(track: MediaStreamTrack | null): UsbCamera | null {
    if (track === null || track.readyState === 'ended') return null;
    return axes.some((axis) => rangeOf(track, axis) !== null) ? new UsbCamera(track) : null;
  }

  position(): CameraPosition {
    const settings = this.#track.getSettings();
    const of = (axis: Axis) => numberOf(settings, axis) ?? 0;
    return { pan: of('pan'), tilt: of('tilt'), zoom: of('zoom') };
  }

  /** @throws {DOMException} what the browser refuses */
  async turn(position: CameraPosition): Promise<void> {
    const wanted = axes.flatMap((axis) => {
      const range = rangeOf(this.#track, axis);
      return range ? [[axis, Math.min(range.max, Math.max(range.min, position[axis]))] as const] : [];
    });
    // The types of the browser do not know these yet; what it does not support it leaves alone.
    const constraints: MediaTrackConstraintSet = Object.fromEntries(wanted);
    await this.#track.applyConstraints({ advanced: [constraints] });
  }

  async push(move: CameraMove): Promise<void> {
    const now = this.position();
    const by = (axis: Axis) => {
      const range = rangeOf(this.#track, axis);
      return range ? move[axis] * Math.max(range.step, (range.max - range.min) * PRESS) : 0;
    };
    await this.turn({ pan: now.pan + by('pan'), tilt: now.tilt + by('tilt'), zoom: now.zoom + by('zoom') });
  }
}
