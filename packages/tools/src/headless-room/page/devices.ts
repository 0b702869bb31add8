/** Who the synthetic camera and microphone of a page belong to; written in front of the joined script. */
interface RoomOptions {
  /** Number of the site, painted large and into the marker. */
  readonly number: number;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly sound:
    | { readonly kind: 'tone'; readonly hz: number }
    /** A quiet tune of few notes, for people who listen. */
    | { readonly kind: 'tune'; readonly hz: number }
    /** The tone for a fifth of each second, from the full second of the machine's clock on. */
    | { readonly kind: 'beat'; readonly hz: number }
    | { readonly kind: 'silence' };
  /** False for pictures that people look at. */
  readonly marker: boolean;
}

/** Replaces camera, microphone and screen capture of the page by synthetic ones that tell whose they are. */
// biome-ignore lint/correctness/noUnusedVariables: used by another script of this folder.
function replaceDevices(options: RoomOptions): void {
  const hue = (options.number * 47) % 360;
  const startedAt = Date.now();

  const paintRoom = (paper: CanvasRenderingContext2D, frame: number): void => {
    const { width, height } = options;
    const unit = height / 18;
    const wall = paper.createLinearGradient(0, 0, width, height);
    wall.addColorStop(0, `hsl(${hue} 38% 34%)`);
    wall.addColorStop(1, `hsl(${hue} 45% 16%)`);
    paper.fillStyle = wall;
    paper.fillRect(0, 0, width, height);
    paintPeople(paper, unit, frame);
    paper.fillStyle = 'rgb(255 255 255 / 92%)';
    paper.font = `600 ${unit * 1.5}px sans-serif`;
    paper.fillText(options.name, unit, height - unit * 2.2, width - unit * 2);
    paper.font = `${unit * 1.1}px sans-serif`;
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    paper.fillText(`${options.number} · ${seconds} s`, unit, height - unit * 0.8);
  };

  const paintPeople = (paper: CanvasRenderingContext2D, unit: number, frame: number): void => {
    const { width, height } = options;
    const second = frame / options.framesPerSecond;
    for (const [index, place] of [0.3, 0.5, 0.7].entries()) {
      const nod = Math.sin(second * (1.1 + index * 0.35) + options.number) * unit * 0.25;
      const x = width * place + Math.sin(second * 0.4 + index) * unit * 0.3;
      const y = height * 0.5 + nod;
      paper.fillStyle = `hsl(${(hue + 200 + index * 40) % 360} 30% ${24 + index * 6}%)`;
      paper.beginPath();
      paper.ellipse(x, y + unit * 4.6, unit * 2.6, unit * 3, 0, 0, Math.PI * 2);
      paper.fill();
      paper.fillStyle = '#d9a98a';
      paper.beginPath();
      paper.ellipse(x, y, unit * 1.2, unit * 1.5, 0, 0, Math.PI * 2);
      paper.fill();
    }
    paper.fillStyle = `hsl(${hue} 30% 24%)`;
    paper.fillRect(width * 0.12, height * 0.68, width * 0.76, unit * 2.2);
    paper.fillStyle = '#d5302f';
    paper.fillRect(width * 0.86, height * 0.14, unit * 2.4, unit * 1.6);
    paper.fillStyle = '#ffd54a';
    paper.font = `${unit * 1.3}px sans-serif`;
    paper.fillText('★', width * 0.86 + unit * 0.6, height * 0.14 + unit * 1.25);
  };

  const paintSlide = (paper: CanvasRenderingContext2D, frame: number): void => {
    const { width, height } = options;
    paper.fillStyle = '#f7f8fb';
    paper.fillRect(0, 0, width, height);
    paper.fillStyle = '#0b3d73';
    paper.font = `600 ${height / 12}px sans-serif`;
    paper.fillText('Báo cáo kết quả 9 tháng', width * 0.08, height * 0.3, width * 0.84);
    for (let bar = 0; bar < 6; bar += 1) {
      const share = 0.25 + 0.1 * bar + 0.05 * Math.sin(frame / 12 + bar);
      paper.fillStyle = `hsl(${210 - bar * 12} 65% 45%)`;
      paper.fillRect(
        width * (0.1 + bar * 0.13),
        height * (0.92 - share * 0.5),
        width * 0.09,
        height * share * 0.5,
      );
    }
  };

  const picture = (
    paint: (paper: CanvasRenderingContext2D, frame: number) => void,
    number: number,
  ): MediaStream => {
    const canvas = document.createElement('canvas');
    canvas.width = options.width;
    canvas.height = options.height;
    const paper = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (paper === null) throw new DOMException('no canvas', 'NotReadableError');
    let frame = 0;
    const next = () => {
      paint(paper, frame);
      frame += 1;
      if (options.marker) paintMarker(paper, options.width, number);
    };
    next();
    const stream = canvas.captureStream(options.framesPerSecond);
    const [track] = stream.getVideoTracks();
    const timer = setInterval(() => {
      if (track?.readyState === 'ended') clearInterval(timer);
      else next();
    }, 1000 / options.framesPerSecond);
    return stream;
  };

  const sound = (): MediaStream => {
    const context = new AudioContext({ sampleRate: 48_000 });
    const out = context.createMediaStreamDestination();
    out.channelCount = 1;
    const loudness = context.createGain();
    loudness.connect(out);
    loudness.gain.value = options.sound.kind === 'tone' ? 0.25 : 0;
    const voice = context.createOscillator();
    voice.connect(loudness);
    if (options.sound.kind !== 'silence') voice.frequency.value = options.sound.hz;
    voice.start();
    if (options.sound.kind === 'tune') playTune(context, voice, loudness, options.sound.hz);
    if (options.sound.kind === 'beat') playBeats(context, loudness);
    return out.stream;
  };

  const playTune = (context: AudioContext, voice: OscillatorNode, loudness: GainNode, hz: number): void => {
    const notes = [1, 9 / 8, 5 / 4, 3 / 2, 5 / 3, 3 / 2, 5 / 4, 9 / 8];
    let note = 0;
    setInterval(() => {
      const now = context.currentTime;
      voice.frequency.setValueAtTime(hz * (notes[note % notes.length] ?? 1), now);
      loudness.gain.cancelScheduledValues(now);
      loudness.gain.setValueAtTime(0.0001, now);
      loudness.gain.exponentialRampToValueAtTime(0.12, now + 0.05);
      loudness.gain.exponentialRampToValueAtTime(0.001, now + 0.55);
      note += 1;
    }, 600);
  };

  const playBeats = (context: AudioContext, loudness: GainNode): void => {
    let planned = 0;
    setInterval(() => {
      const now = Date.now();
      const second = Math.ceil(now / 1000) * 1000;
      if (second === planned) return;
      planned = second;
      const from = context.currentTime + (second - now) / 1000;
      loudness.gain.setValueAtTime(0.25, from);
      loudness.gain.setValueAtTime(0, from + 0.2);
    }, 100);
  };

  const media = navigator.mediaDevices;
  media.getUserMedia = async (wanted: MediaStreamConstraints = {}) =>
    new MediaStream([
      ...(wanted.video ? picture(paintRoom, options.number).getTracks() : []),
      ...(wanted.audio ? sound().getTracks() : []),
    ]);
  media.getDisplayMedia = async () => picture(paintSlide, 10_000 + options.number);
}
