import { RpcError, systemClock } from '@nhipcau/base';
import { FakeClock } from '@nhipcau/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANSWER_MS, OnvifCamera } from './onvif-camera.ts';
import { type Manner, SimulatedOnvifCamera } from './simulated-onvif-camera.ts';

const codeOf = (cause: unknown) => (cause instanceof RpcError ? cause.code : String(cause));
const told = (act: Promise<void>) => act.then(() => 'done', codeOf);

describe('[R-CDT-10] [CM-8] a camera that speaks ONVIF', () => {
  let simulated: SimulatedOnvifCamera;
  let camera: OnvifCamera;
  const clock = new FakeClock();
  const reach = (password: string, at: { port: number } = simulated, by = systemClock) =>
    new OnvifCamera({ host: '127.0.0.1', port: at.port, user: 'admin', password, clock: by });
  beforeEach(async () => {
    simulated = await SimulatedOnvifCamera.open();
    camera = reach(simulated.password);
  });
  afterEach(async () => {
    camera.close();
    await simulated.close();
  });

  test('five positions are kept in it and come back, though its clock is hours ahead', async () => {
    simulated.presets.set('1', { name: 'nhipcau-0 (cũ)', position: 99 });
    for (const [number, position] of [10, 20, 30, 40, 50].entries()) {
      simulated.position = position;
      await camera.store(number);
    }
    await camera.recall(1);
    expect(simulated.position).toBe(20);
    await camera.recall(4);
    expect(simulated.position).toBe(50);
    // Stored again it takes the same place, and what others keep there is left alone.
    simulated.position = 21;
    await camera.store(1);
    expect([...simulated.presets.values()]).toHaveLength(6);
    simulated.position = 0;
    await camera.recall(1);
    expect(simulated.position).toBe(21);
    expect(simulated.presets.get('1')?.position).toBe(99);
  });

  test('it moves while it is pushed, to every side, and stops', async () => {
    await camera.move({ pan: -1, tilt: 1, zoom: 0 });
    expect(simulated.velocity).toEqual([-0.5, 0.5, 0]);
    await camera.move({ pan: 0, tilt: 0, zoom: 1 });
    expect(simulated.velocity).toEqual([0, 0, 0.5]);
    await camera.move({ pan: 0, tilt: 0, zoom: 0 });
    expect(simulated.velocity).toEqual([0, 0, 0]);
    expect(simulated.heard.slice(-3)).toEqual(['ContinuousMove', 'ContinuousMove', 'Stop']);
  });

  test('a position it does not have is refused; what it deleted itself as well', async () => {
    expect(await told(camera.recall(3))).toBe('CAMERA_REFUSED');
    await camera.store(3);
    simulated.presets.clear();
    expect(await told(camera.recall(3))).toBe('CAMERA_REFUSED');
  });

  test('a wrong password is told as such, and nothing is carried out', async () => {
    const stranger = reach('không phải mật khẩu');
    expect(await told(stranger.move({ pan: 1, tilt: 0, zoom: 0 }))).toBe('CAMERA_PASSWORD_WRONG');
    expect(await told(stranger.store(0))).toBe('CAMERA_PASSWORD_WRONG');
    stranger.close();
    expect(simulated.heard).toEqual([]);
    expect(simulated.presets.size).toBe(0);
  });

  test('a password that was changed meanwhile is told at the next act; set back, it works again', async () => {
    await camera.store(0);
    const { password } = simulated;
    simulated.password = 'khác';
    expect(await told(camera.recall(0))).toBe('CAMERA_PASSWORD_WRONG');
    simulated.password = password;
    expect(await told(camera.recall(0))).toBe('done');
  });

  test.each(['page', 'cut', 'other'] as const satisfies Manner[])(
    'an answer that is none (%s) is told as such, before and after it was reached, and does no harm',
    async (manner) => {
      simulated.manner = manner;
      expect(await told(camera.recall(0))).toBe('CAMERA_NOT_UNDERSTOOD');
      simulated.manner = 'proper';
      expect(await told(camera.store(0))).toBe('done');
      simulated.manner = manner;
      expect(await told(camera.recall(0))).toBe('CAMERA_NOT_UNDERSTOOD');
      simulated.manner = 'proper';
      expect(await told(camera.recall(0))).toBe('done');
    },
  );

  test('a camera that is silent or switched off is away, and back when it is', async () => {
    const patient = reach(simulated.password, simulated, clock);
    await patient.store(0);
    simulated.manner = 'silent';
    const away = told(patient.recall(0));
    await expect
      .poll(() => {
        clock.advance(ANSWER_MS);
        return Promise.race([away, Promise.resolve('waits')]);
      })
      .toBe('CAMERA_UNREACHABLE');
    simulated.manner = 'proper';
    expect(await told(patient.recall(0))).toBe('done');
    patient.close();
    const gone = reach(simulated.password, { port: 1 });
    expect(await told(gone.recall(0))).toBe('CAMERA_UNREACHABLE');
    gone.close();
  });
});
