import { parseArgs } from 'node:util';
import { systemClock } from '@nhipcau/base';
import { CAMERA_BRIDGE_PORT } from '@nhipcau/contracts';
import { CameraBridge } from './camera-bridge.ts';
import { VISCA_PORT } from './visca.ts';

/** `npm run camera -- --camera 192.168.1.20 --pages https://hop.tinh.gov.vn`: on the computer of a room. */
const USAGE = 'npm run camera -- --camera HOST[:PORT] --pages https://HOST';

const { values } = parseArgs({ options: { camera: { type: 'string' }, pages: { type: 'string' } } });
const [host, port] = (values.camera ?? '').split(':');
const origin = URL.canParse(values.pages ?? '') ? new URL(values.pages ?? '').origin : null;
if (!host || origin === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  const camera = { host, port: port === undefined ? VISCA_PORT : Number(port) };
  const bridge = await CameraBridge.open({
    camera,
    origin,
    listenPort: CAMERA_BRIDGE_PORT,
    clock: systemClock,
  });
  process.stdout.write(`✓ ${host}:${camera.port} ← 127.0.0.1:${bridge.port} ← ${origin}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bridge.close());
}
