import {
  type CheckAnswer,
  type CheckLine,
  type CheckMeasure,
  type CheckPhaseSheet,
  type RoomConfiguration,
  USUAL_PRESETS,
} from '@nhipcau/contracts';
import { isWithin } from '@nhipcau/domain';
import type { LineFinding } from './line-probe.ts';
import type { PictureFinding } from './picture.ts';
import type { LoopFinding } from './tone.ts';

/** What a terminal found out about itself; null: it could not be measured. */
export interface SelfCheck {
  readonly picture: PictureFinding | null;
  readonly loop: LoopFinding | null;
  readonly line: LineFinding | null;
  /** Positions of the camera that are kept; null: the room has no camera that is known to turn. */
  readonly positions: number | null;
}

/** A measured item: what was read, and whether that is good. */
export interface Reading {
  readonly value: number | string | null;
  readonly isGood: boolean;
}

/** The line to the centre is good up to this delay, milliseconds (ITU-T G.114: 150 ms one way is not noticed). */
const GOOD_DELAY_MS = 150;
/** A room as loud as this drowns a quiet speaker, dBFS. */
const NOISY_DB = -35;
/** What the camera's high encoding and the sound take, kilobits per second. */
const CALL_KBPS = 1_800;
/** What a presentation takes beside them. */
const CONTENT_KBPS = 2_500;

/**
 * What the measurement says to an item; null when it says nothing to it. Packets lost on the way to the node are not
 * measured here: that takes the node itself, in the meeting.
 */
export function readingOf(
  measure: CheckMeasure,
  { picture, loop, line, positions }: SelfCheck,
): Reading | null {
  switch (measure) {
    case 'address':
      return line && { value: line.address, isGood: line.address !== '' };
    case 'pictureSources':
      return picture && { value: picture.sources, isGood: picture.sources >= 1 };
    case 'pictureFormat':
      return picture && { value: picture.height, isGood: picture.height >= 720 };
    case 'audioLoop':
      return loop && { value: loop.aboveDb, isGood: loop.isHeard };
    case 'noise':
      return loop && { value: loop.noiseDb, isGood: loop.noiseDb < NOISY_DB && loop.howlHertz === null };
    case 'echoCancellation':
      return picture && { value: picture.echoCancellation ? 'bật' : 'tắt', isGood: picture.echoCancellation };
    case 'callBandwidth':
      return (
        line && {
          value: Math.min(line.downKbps, line.upKbps),
          isGood: Math.min(line.downKbps, line.upKbps) >= CALL_KBPS,
        }
      );
    case 'contentBandwidth': {
      if (!line) return null;
      const spare = Math.max(0, Math.min(line.downKbps, line.upKbps) - CALL_KBPS);
      return { value: spare, isGood: spare >= CONTENT_KBPS };
    }
    case 'lineGateway':
      return line && { value: line.delayMs, isGood: line.delayMs <= GOOD_DELAY_MS };
    case 'cameraPositions':
      return positions === null ? null : { value: positions, isGood: positions >= USUAL_PRESETS };
    case 'lineMcu':
    case 'none':
    case 'presence':
    case 'audioStandard':
    case 'freeze':
    case 'unchanged':
      return null;
  }
}

/** The settings of this room by which a later change is noticed (R-CHK-05). Figures that a line gives are none. */
export function configurationOf({ picture, line }: SelfCheck): RoomConfiguration | null {
  if (!picture) return null;
  return {
    camera: picture.camera,
    microphone: picture.microphone,
    speaker: picture.speaker,
    pictureFormat: `${picture.width}×${picture.height}`,
    pictureSources: String(picture.sources),
    displays: String(picture.displays),
    echoCancellation: picture.echoCancellation ? 'bật' : 'tắt',
    noiseSuppression: picture.noiseSuppression ? 'bật' : 'tắt',
    gainControl: picture.gainControl ? 'bật' : 'tắt',
    ...(line && line.address !== '' ? { address: line.address } : {}),
  };
}

/** Answers to those items of a phase that the terminal may answer and could measure. */
export function answersOf(
  phase: Pick<CheckPhaseSheet, 'phase' | 'lines'>,
  found: SelfCheck,
  { at, newKey }: { at: CheckAnswer['answeredAt']; newKey: () => string },
): CheckAnswer[] {
  return phase.lines.flatMap((line) => {
    const reading = line.mayAnswer ? readingOf(line.measure, found) : null;
    if (reading === null) return [];
    return [answerOf(line, reading, { phase: phase.phase, at, key: newKey() })];
  });
}

const answerOf = (
  line: CheckLine,
  { value, isGood }: Reading,
  { phase, at, key }: { phase: string; at: CheckAnswer['answeredAt']; key: string },
): CheckAnswer => ({
  key,
  phase,
  item: line.key,
  outcome: isGood && isWithin(line, value) ? 'passed' : 'failed',
  value,
  note: null,
  fromChairSeat: false,
  answeredAt: at,
});
