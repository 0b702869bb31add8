import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type McuNode, readConfig, startNode } from '@nhipcau/mcu';
import { observer, type types } from 'mediasoup';
import { benchMeeting, NODE_ID, TicketOffice } from './meeting.ts';
import { PlainSeats } from './plain-seats.ts';
import { serve } from './serve.ts';

/** A whole node: tickets, seats, reconciliation, reports. Only ICE and DTLS are left out. */
let node: McuNode | null = null;
let plain: PlainSeats | null = null;
const workers: types.Worker[] = [];
observer.on('newworker', (worker) => workers.push(worker));
const dataDir = mkdtempSync(join(tmpdir(), 'nhipcau-forward-'));

serve({
  async open(seats, ports) {
    plain = new PlainSeats(ports);
    const office = new TicketOffice();
    node = await startNode(
      readConfig({
        ...process.env,
        MCU_NODE_ID: NODE_ID,
        MCU_DATA_DIR: dataDir,
        MCU_LISTEN_PORT: '0',
        MCU_MEDIA_PORT: '0',
        MCU_WORKERS: '1',
        MCU_MAX_SEATS: '1000',
        MCU_JOINS_PER_SECOND: '1000',
        MCU_LOG_LEVEL: 'error',
      }),
      { openTransport: plain.open },
    );
    await node.trustTickets([office.key]);
    const desired = benchMeeting(seats, node.identity.publicKey);
    node.conferences.put(desired);
    return { url: node.roomUrl, tickets: desired.plan.roster.map(({ siteId }) => office.ticket(siteId)) };
  },
  sendToPort: () => {
    if (!plain?.sendToPort) throw new Error('the sender has not opened its transport');
    return plain.sendToPort;
  },
  workerUsage: () => {
    const [worker] = workers;
    if (!worker) throw new Error('the node has no worker');
    return worker.getResourceUsage();
  },
  async close() {
    await node?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
});
