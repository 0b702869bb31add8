import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig, startNode } from '@nhipcau/mcu';
import { benchMeeting, MEETING_ID, NODE_ID, TicketOffice } from '../bench/forward/meeting.ts';
import { LoadRoom } from './load-room.ts';
import { readRecordings } from './media/recording.ts';
import { makeCertificate } from './webrtc/certificate.ts';

/**
 * A node and three rooms on this network, whatever it lets pass; prints as JSON how their media came about. Run by the
 * test of blocked UDP in a network namespace of its own.
 */

const SEATS = 2;
const PATIENCE_MS = 40_000;
const ENOUGH_PACKETS = 100;

const folder = mkdtempSync(join(tmpdir(), 'nhipcau-blocked-'));
const office = new TicketOffice();
const node = await startNode(readConfig({ ...process.env, MCU_NODE_ID: NODE_ID, MCU_DATA_DIR: folder }));
await node.trustTickets([office.key]);
const meeting = benchMeeting(SEATS, node.identity.publicKey);
node.conferences.put(meeting);
const [certificate, recordings] = [makeCertificate(), readRecordings()];
const rooms = meeting.plan.roster.map(
  ({ siteId }) =>
    new LoadRoom({
      siteId,
      certificate,
      recordings,
      obtainTicket: async () => ({
        roomUrl: node.roomUrl,
        ticket: office.ticket(siteId),
        nodeId: node.config.nodeId,
      }),
    }),
);
await Promise.all(rooms.map((room) => room.enter()));
const chair = meeting.plan.chairSiteId;
const arrived = (room: LoadRoom) => room.streamOf(chair, 'camera')?.packets ?? 0;
const [, ...watching] = rooms;
for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50))
  if (watching.every((room) => arrived(room) > ENOUGH_PACKETS)) break;
const conference = node.conferences.all.find(({ meetingId }) => meetingId === MEETING_ID);
process.stdout.write(
  `${JSON.stringify({
    rooms: rooms.map((room) => ({ protocol: room.protocol, packets: arrived(room) })),
    observed: conference?.observedSeats().seats.map(({ transport, state }) => ({ transport, state })),
  })}\n`,
);
for (const room of rooms) room.close();
await node.stop();
rmSync(folder, { recursive: true, force: true });
