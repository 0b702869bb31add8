import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Clock, systemClock } from '@nhipcau/base';
import { CAMERA_BRIDGE_PORT } from '@nhipcau/contracts';
import { CameraBridge } from './camera-bridge.ts';
import type { NetworkCamera } from './network-camera.ts';
import { ONVIF_PORT, OnvifCamera } from './onvif-camera.ts';
import { VISCA_PORT } from './visca.ts';
import { ViscaCamera } from './visca-camera.ts';

/**
 * `npm run camera -- --camera 192.168.1.20 --pages https://hop.tinh.gov.vn`: on the computer of a room. The password of
 * an ONVIF camera comes from a file, because a command line is seen by everybody on the computer.
 */
const USAGE = [
  'npm run camera -- --camera HOST[:PORT] --pages https://HOST',
  'npm run camera -- --protocol onvif --user USER --password-file FILE --camera HOST[:PORT] --pages https://HOST',
].join('\n');

const { values } = parseArgs({
  options: {
    camera: { type: 'string' },
    pages: { type: 'string' },
    protocol: { type: 'string', default: 'visca' },
    user: { type: 'string' },
    'password-file': { type: 'string' },
  },
});

async function openCamera(clock: Clock): Promise<NetworkCamera | null> {
  const [host, given] = (values.camera ?? '').split(':');
  const port = (usual: number) => (given === undefined ? usual : Number(given));
  if (!host) return null;
  if (values.protocol === 'visca') return ViscaCamera.open({ host, port: port(VISCA_PORT), clock });
  const { user, 'password-file': file } = values;
  if (values.protocol !== 'onvif' || user === undefined || file === undefined) return null;
  const password = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  return new OnvifCamera({ host, port: port(ONVIF_PORT), user, password, clock });
}

const origin = URL.canParse(values.pages ?? '') ? new URL(values.pages ?? '').origin : null;
const camera = origin === null ? null : await openCamera(systemClock);
if (camera === null || origin === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  const bridge = await CameraBridge.open({
    camera,
    origin,
    listenPort: CAMERA_BRIDGE_PORT,
    clock: systemClock,
  });
  process.stdout.write(`✓ ${values.protocol} ${values.camera} ← 127.0.0.1:${bridge.port} ← ${origin}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bridge.close());
}
