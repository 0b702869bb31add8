import { Agent } from 'node:http';
import { type Clock, RpcError, SerialQueue } from '@nhipcau/base';
import type { CameraMove } from '@nhipcau/contracts';
import { Cam, type CamOptions } from 'onvif';
import { isStill, type NetworkCamera } from './network-camera.ts';

export const ONVIF_PORT = 80;
/** A camera that has not answered by then is away. */
export const ANSWER_MS = 5_000;
/** It stops by itself so long after a push, should nobody be left to stop it. */
const PUSH_MS = 10_000;
const SPEED = 0.5;

export interface OnvifCameraOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly clock: Clock;
}

type Done = (err: Error | null, data?: unknown) => void;

/**
 * One camera on the network by ONVIF (Profile S, PTZ service): SOAP over HTTP, who asks proved by the digest of
 * WS-UsernameToken. The package that speaks it is used here only. Positions bear our numbers in their names, so that
 * those which other programs keep in the camera are left alone.
 */
export class OnvifCamera implements NetworkCamera {
  readonly #options: OnvifCameraOptions;
  readonly #queue = new SerialQueue();
  #cam: Cam | null = null;
  #agent = new Agent();
  #closed = false;

  constructor(options: OnvifCameraOptions) {
    this.#options = options;
  }

  recall(number: number): Promise<void> {
    return this.#run(async (cam) => {
      const token = await this.#tokenOf(cam, number);
      if (token === null) throw new RpcError('CAMERA_REFUSED', { number });
      await this.#ask((done) => cam.gotoPreset({ preset: escaped(token) }, done));
    });
  }

  store(number: number): Promise<void> {
    return this.#run(async (cam) => {
      const token = await this.#tokenOf(cam, number);
      const known = token === null ? {} : { presetToken: escaped(token) };
      await this.#ask((done) => cam.setPreset({ presetName: nameOf(number), ...known }, done));
    });
  }

  move(move: CameraMove): Promise<void> {
    const { pan, tilt, zoom } = move;
    return this.#run((cam) =>
      this.#ask((done) => {
        if (isStill(move)) cam.stop({ panTilt: true, zoom: true }, done);
        else
          cam.continuousMove({ x: pan * SPEED, y: tilt * SPEED, zoom: zoom * SPEED, timeout: PUSH_MS }, done);
      }),
    );
  }

  close(): void {
    this.#closed = true;
    this.#agent.destroy();
  }

  #run(act: (cam: Cam) => Promise<unknown>): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#closed) throw new RpcError('CAMERA_UNREACHABLE');
      try {
        await act(await this.#connected());
      } catch (cause) {
        // The next act begins anew: the camera may have been switched off, or its clock set.
        this.#cam = null;
        this.#agent.destroy();
        this.#agent = new Agent();
        throw failureOf(cause);
      }
    });
  }

  async #connected(): Promise<Cam> {
    if (this.#cam !== null) return this.#cam;
    const { host, port, user, password } = this.#options;
    const options: CamOptions = {
      ...{ hostname: host, port, username: escaped(user), password, timeout: ANSWER_MS, agent: this.#agent },
      ...{ autoconnect: false, preserveAddress: true },
    };
    const cam = new Cam(options);
    // What its media service refuses it only warns of, and goes on without a profile.
    let warning: unknown = null;
    cam.on('warning', (said: unknown) => {
      warning = said;
    });
    await this.#ask((done) => cam.connect(done));
    if (cam.activeSource === undefined)
      throw new Error(typeof warning === 'string' ? warning : 'no profile of the camera has a picture');
    this.#cam = cam;
    return cam;
  }

  async #tokenOf(cam: Cam, number: number): Promise<string | null> {
    await this.#ask((done) => cam.getPresets(done));
    const presets: Record<string, unknown> = cam.presets ?? {};
    const found = Object.entries(presets).find(
      ([, preset]) =>
        typeof preset === 'object' && preset !== null && Reflect.get(preset, 'name') === nameOf(number),
    );
    return found?.[0] ?? null;
  }

  /** Asks one thing; the package may call back twice, throw at once, or never. */
  #ask(question: (done: Done) => void): Promise<void> {
    return new Promise<void>((answered, failed) => {
      const limit = this.#options.clock.after(ANSWER_MS, () => failed(new RpcError('CAMERA_UNREACHABLE')));
      const done: Done = (cause) => {
        limit.cancel();
        if (cause) failed(cause);
        else answered();
      };
      try {
        question(done);
      } catch (cause) {
        done(cause instanceof Error ? cause : new Error(String(cause)));
      }
    });
  }
}

const nameOf = (number: number): string => `nhipcau-${number}`;

/** The package puts what it is given into its messages as it is. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const networkCode = /^(?:E(?:CONN|HOST|NET|ADDR|PIPE|TIMEDOUT|AI_)|ENOTFOUND)/;
const unauthorised = /not ?authori[sz]ed|unauthori[sz]ed|digest authentication/i;

/** In the words of the catalogue; what the camera said stays in the cause. */
function failureOf(cause: unknown): RpcError {
  if (cause instanceof RpcError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error ? Reflect.get(cause, 'code') : undefined;
  if (unauthorised.test(message)) return RpcError.because(cause, 'CAMERA_PASSWORD_WRONG');
  if (message === 'Network timeout' || (typeof code === 'string' && networkCode.test(code)))
    return RpcError.because(cause, 'CAMERA_UNREACHABLE');
  if (message.startsWith('ONVIF SOAP Fault')) return RpcError.because(cause, 'CAMERA_REFUSED');
  return RpcError.because(cause, 'CAMERA_NOT_UNDERSTOOD');
}
