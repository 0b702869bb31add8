interface Tone {
  readonly hertz: number;
  readonly atS: number;
  readonly lastsS: number;
}

async function play(tones: readonly Tone[], volume: number, speakerId: string | null): Promise<void> {
  const context = new AudioContext();
  try {
    const setSink: unknown = Reflect.get(context, 'setSinkId');
    if (speakerId !== null && typeof setSink === 'function')
      await Reflect.apply(setSink, context, [speakerId]);
    await context.resume();
    const begin = context.currentTime + 0.02;
    for (const { hertz, atS, lastsS } of tones) {
      const oscillator = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setTargetAtTime(volume, begin + atS, 0.01);
      gain.gain.setTargetAtTime(0, begin + atS + lastsS, 0.03);
      oscillator.connect(gain).connect(context.destination);
      oscillator.start(begin + atS);
      oscillator.stop(begin + atS + lastsS + 0.3);
    }
    const end = Math.max(...tones.map(({ atS, lastsS }) => atS + lastsS)) + 0.4;
    await new Promise((resolve) => setTimeout(resolve, end * 1000));
  } finally {
    await context.close();
  }
}

/** Three rising notes to try the loudspeaker. */
export const playTestTone = (speakerId: string | null) =>
  play(
    [
      { hertz: 440, atS: 0, lastsS: 0.35 },
      { hertz: 554, atS: 0.4, lastsS: 0.35 },
      { hertz: 659, atS: 0.8, lastsS: 0.5 },
    ],
    0.25,
    speakerId,
  );

/** The room is called by the chair. */
export const playCallSignal = (speakerId: string | null) =>
  play(
    [
      { hertz: 784, atS: 0, lastsS: 0.16 },
      { hertz: 988, atS: 0.2, lastsS: 0.16 },
      { hertz: 784, atS: 0.6, lastsS: 0.16 },
      { hertz: 988, atS: 0.8, lastsS: 0.3 },
    ],
    0.3,
    speakerId,
  );
