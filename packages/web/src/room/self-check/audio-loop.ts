import { judgeLoop, type LoopFinding, type LoopRecording, testTones } from './tone.ts';

const WINDOW = 16_384;
const VOLUME = 0.3;
/** Until a loudspeaker with its amplifier really sounds, and the analyser's window is full of it. */
const SETTLE_MS = 700;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/**
 * Plays three tones by the loudspeaker and listens by the microphone. The microphone is opened for it alone, without the
 * echo cancellation that takes away exactly what we listen for.
 *
 * @throws {DOMException} when the microphone cannot be opened
 */
export async function measureLoop(
  { micId, speakerId }: { micId: string | null; speakerId: string | null },
  { signal }: { signal: AbortSignal },
): Promise<LoopFinding> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: 1,
      ...(micId ? { deviceId: { exact: micId } } : {}),
    },
  });
  const context = new AudioContext();
  try {
    const setSink: unknown = Reflect.get(context, 'setSinkId');
    if (speakerId !== null && typeof setSink === 'function')
      await Reflect.apply(setSink, context, [speakerId]);
    await context.resume();
    return judgeLoop(await record(context, stream, signal));
  } finally {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
  }
}

async function record(
  context: AudioContext,
  stream: MediaStream,
  signal: AbortSignal,
): Promise<LoopRecording> {
  const analyser = Object.assign(context.createAnalyser(), { fftSize: WINDOW });
  context.createMediaStreamSource(stream).connect(analyser);
  const heard = async () => {
    await pause(SETTLE_MS, signal);
    const samples = new Float32Array(WINDOW);
    analyser.getFloatTimeDomainData(samples);
    return samples;
  };
  const silence = await heard();
  const tones: { hertz: number; samples: Float32Array }[] = [];
  for (const hertz of testTones) {
    const oscillator = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
    const gain = new GainNode(context, { gain: VOLUME });
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    try {
      tones.push({ hertz, samples: await heard() });
    } finally {
      oscillator.stop();
      gain.disconnect();
    }
  }
  return { sampleRate: context.sampleRate, silence, tones };
}
