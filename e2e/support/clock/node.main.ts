import { runNode } from '@nhipcau/mcu';
import { SharedClock } from '@nhipcau/testkit/shared-clock';
import { CLOCK_FILE } from './names.ts';

/** A node as it is, by the clock of the test. */
await runNode({ clock: SharedClock.open(process.env[CLOCK_FILE] ?? '') });
