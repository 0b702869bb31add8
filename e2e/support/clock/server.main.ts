import { runServer } from '@nhipcau/server';
import { SharedClock } from '@nhipcau/testkit/shared-clock';
import { CLOCK_FILE } from './names.ts';

/** The server as it is, by the clock of the test. */
runServer({ clock: SharedClock.open(process.env[CLOCK_FILE] ?? '') });
