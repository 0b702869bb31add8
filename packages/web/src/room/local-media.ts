import { Store } from '../state/store.ts';

/** Why a device could not be opened, in words a person can act on. */
export type DeviceProblem = 'denied' | 'notFound' | 'inUse' | 'insecure' | 'unsupported' | 'unknown';

export interface LocalMediaState {
  readonly cameraTrack: MediaStreamTrack | null;
  readonly micTrack: MediaStreamTrack | null;
  readonly contentTrack: MediaStreamTrack | null;
  /** The voice on the talkback, while there is a call; its key is held or not. */
  readonly talkTrack: MediaStreamTrack | null;
  readonly talkOn: boolean;
  /** The room's own switches. */
  readonly cameraOn: boolean;
  readonly micOn: boolean;
  readonly cameraProblem: DeviceProblem | null;
  readonly micProblem: DeviceProblem | null;
  readonly cameras: readonly MediaDeviceInfo[];
  readonly mics: readonly MediaDeviceInfo[];
  readonly speakers: readonly MediaDeviceInfo[];
  readonly cameraId: string | null;
  /** The page asks to turn the camera, not only to see by it. */
  readonly turnsCamera: boolean;
  readonly micId: string | null;
  readonly speakerId: string | null;
  /** Where the talkback is heard, such as the technician's headset; null: where everything is heard. */
  readonly talkSpeakerId: string | null;
}

const REMEMBERED = 'nhipcau.devices';

function problemOf(cause: unknown): DeviceProblem {
  if (!(cause instanceof DOMException)) return 'unknown';
  switch (cause.name) {
    case 'NotAllowedError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'notFound';
    case 'NotReadableError':
    case 'AbortError':
      return 'inUse';
    case 'SecurityError':
      return 'insecure';
    default:
      return 'unknown';
  }
}

/** Asked for only when somebody wants to turn the camera: it is a permission of its own. */
const turning = { pan: true, tilt: true, zoom: true };

const videoOf = (deviceId: string | null, isTurned: boolean): MediaTrackConstraints => ({
  ...(isTurned ? turning : {}),
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
  ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
});
const audioOf = (deviceId: string | null): MediaTrackConstraints => ({
  channelCount: 1,
  sampleRate: 48_000,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
  ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
});

/** Camera, microphone and presentation of this machine. Lives as long as the page; reconnections never touch it. */
export class LocalMedia {
  readonly store = new Store<LocalMediaState>({
    cameraTrack: null,
    micTrack: null,
    contentTrack: null,
    talkTrack: null,
    talkOn: false,
    cameraOn: true,
    micOn: true,
    cameraProblem: null,
    micProblem: null,
    cameras: [],
    mics: [],
    speakers: [],
    ...remembered(),
  });

  constructor() {
    globalThis.navigator.mediaDevices?.addEventListener('devicechange', () => void this.#devicesChanged());
  }

  /** Opens the remembered or default camera and microphone; what cannot be opened is told in the state. */
  async open(): Promise<void> {
    await Promise.all([this.chooseCamera(this.store.get().cameraId), this.chooseMic(this.store.get().micId)]);
    await this.#list();
  }

  async chooseCamera(deviceId: string | null): Promise<void> {
    const { track, problem } = await this.#open('video', deviceId);
    this.store.get().cameraTrack?.stop();
    if (track) track.enabled = this.store.get().cameraOn;
    track?.addEventListener('ended', () => this.#lost('cameraTrack', track));
    this.store.set({ cameraTrack: track, cameraProblem: problem, cameraId: deviceId });
    this.#remember();
  }

  /** Opens the camera once more, so that it can be turned; refused or impossible, it is as before. */
  async allowTurning(): Promise<void> {
    this.store.set({ turnsCamera: true });
    await this.chooseCamera(this.store.get().cameraId);
    if (this.store.get().cameraTrack !== null) return;
    this.store.set({ turnsCamera: false });
    await this.chooseCamera(this.store.get().cameraId);
  }

  async chooseMic(deviceId: string | null): Promise<void> {
    const { track, problem } = await this.#open('audio', deviceId);
    this.store.get().micTrack?.stop();
    track?.addEventListener('ended', () => this.#lost('micTrack', track));
    this.store.set({ micTrack: track, micProblem: problem, micId: deviceId });
    this.#remember();
  }

  chooseSpeaker(deviceId: string | null): void {
    this.store.set({ speakerId: deviceId });
    this.#remember();
  }

  chooseTalkSpeaker(deviceId: string | null): void {
    this.store.set({ talkSpeakerId: deviceId });
    this.#remember();
  }

  /** There is a call on the talkback: the same microphone by a track of its own, silent until its key is held. */
  async openTalk(): Promise<void> {
    const { talkTrack, micTrack, micId } = this.store.get();
    if (talkTrack?.readyState === 'live') return;
    const opened = micTrack ? { track: micTrack.clone(), problem: null } : await this.#open('audio', micId);
    const { track, problem } = opened;
    if (this.store.get().talkTrack?.readyState === 'live') return void track?.stop();
    track?.addEventListener('ended', () => this.#lost('talkTrack', track));
    this.store.set({ talkTrack: track, ...(problem === null ? {} : { micProblem: problem }) });
    await this.#list();
  }

  setTalkOn(talkOn: boolean): void {
    if (this.store.get().talkOn !== talkOn) this.store.set({ talkOn });
  }

  closeTalk(): void {
    const { talkTrack, talkOn } = this.store.get();
    if (talkTrack === null && !talkOn) return;
    talkTrack?.stop();
    this.store.set({ talkTrack: null, talkOn: false });
  }

  setMicOn(micOn: boolean): void {
    this.store.set({ micOn });
  }

  /** A camera that is off shows nothing in its own room either. */
  setCameraOn(cameraOn: boolean): void {
    const { cameraTrack } = this.store.get();
    if (cameraTrack) cameraTrack.enabled = cameraOn;
    this.store.set({ cameraOn });
  }

  /** @throws {DOMException} when the person chose nothing */
  async presentScreen(): Promise<void> {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 15, max: 15 }, width: { max: 1920 }, height: { max: 1080 } },
      audio: false,
    });
    this.#present(stream.getVideoTracks()[0] ?? null);
  }

  /** Plays a video file as the second picture source (R-CDT-11). */
  async presentFile(file: File): Promise<void> {
    const video = document.createElement('video');
    video.src = URL.createObjectURL(file);
    video.loop = true;
    video.muted = true;
    await video.play();
    const capture: unknown = Reflect.get(video, 'captureStream');
    if (typeof capture !== 'function') throw new DOMException('captureStream', 'NotSupportedError');
    const stream: unknown = Reflect.apply(capture, video, []);
    if (stream instanceof MediaStream) this.#present(stream.getVideoTracks()[0] ?? null);
  }

  stopPresenting(): void {
    this.store.get().contentTrack?.stop();
    this.store.set({ contentTrack: null });
  }

  /** The page is being left. */
  close(): void {
    const { cameraTrack, micTrack, contentTrack } = this.store.get();
    for (const track of [cameraTrack, micTrack, contentTrack]) track?.stop();
    this.store.set({ cameraTrack: null, micTrack: null, contentTrack: null });
    this.closeTalk();
  }

  #present(track: MediaStreamTrack | null): void {
    this.store.get().contentTrack?.stop();
    if (track) track.contentHint = 'detail';
    track?.addEventListener('ended', () => this.#lost('contentTrack', track));
    this.store.set({ contentTrack: track });
  }

  async #open(
    kind: 'audio' | 'video',
    deviceId: string | null,
  ): Promise<{ track: MediaStreamTrack | null; problem: DeviceProblem | null }> {
    if (!globalThis.isSecureContext) return { track: null, problem: 'insecure' };
    if (!navigator.mediaDevices) return { track: null, problem: 'unsupported' };
    try {
      const stream = await navigator.mediaDevices.getUserMedia(
        kind === 'video'
          ? { video: videoOf(deviceId, this.store.get().turnsCamera) }
          : { audio: audioOf(deviceId) },
      );
      return { track: stream.getTracks()[0] ?? null, problem: null };
    } catch (cause) {
      const problem = problemOf(cause);
      // The remembered device is not plugged in today: take the default one.
      if (problem === 'notFound' && deviceId !== null) return this.#open(kind, null);
      return { track: null, problem };
    }
  }

  #lost(which: 'cameraTrack' | 'micTrack' | 'contentTrack' | 'talkTrack', track: MediaStreamTrack): void {
    if (this.store.get()[which] !== track) return;
    this.store.set({
      [which]: null,
      ...(which === 'cameraTrack' ? { cameraProblem: 'notFound' as const } : {}),
      ...(which === 'micTrack' ? { micProblem: 'notFound' as const } : {}),
    });
  }

  async #devicesChanged(): Promise<void> {
    await this.#list();
    const { cameraTrack, micTrack, cameraId, micId } = this.store.get();
    if (cameraTrack === null && this.store.get().cameraProblem === 'notFound')
      await this.chooseCamera(cameraId);
    if (micTrack === null && this.store.get().micProblem === 'notFound') await this.chooseMic(micId);
  }

  async #list(): Promise<void> {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const of = (kind: MediaDeviceKind) =>
      devices.filter((device) => device.kind === kind && device.deviceId !== '');
    this.store.set({ cameras: of('videoinput'), mics: of('audioinput'), speakers: of('audiooutput') });
  }

  #remember(): void {
    const { cameraId, micId, speakerId, talkSpeakerId, turnsCamera } = this.store.get();
    localStorage.setItem(
      REMEMBERED,
      JSON.stringify({ cameraId, micId, speakerId, talkSpeakerId, turnsCamera }),
    );
  }
}

function remembered(): Pick<
  LocalMediaState,
  'cameraId' | 'micId' | 'speakerId' | 'talkSpeakerId' | 'turnsCamera'
> {
  const none = { cameraId: null, micId: null, speakerId: null, talkSpeakerId: null, turnsCamera: false };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return none;
    const read = (key: string) => {
      const value: unknown = Reflect.get(stored, key);
      return typeof value === 'string' ? value : null;
    };
    return {
      cameraId: read('cameraId'),
      micId: read('micId'),
      speakerId: read('speakerId'),
      talkSpeakerId: read('talkSpeakerId'),
      turnsCamera: Reflect.get(stored, 'turnsCamera') === true,
    };
  } catch {
    return none; // A damaged note only costs choosing the devices once more.
  }
}
