import type { MeetingId, SiteId } from '@nhipcau/contracts';
import type { SignedIn } from '../headless-room/console-line.ts';
import { LoadRoom } from './load-room.ts';
import { type Recordings, readRecordings } from './media/recording.ts';
import { openDevice } from './way-in.ts';
import { type Certificate, makeCertificate } from './webrtc/certificate.ts';

/** Devices prepared at a time. */
const AT_ONCE = 8;

export interface CrowdOptions {
  readonly operator: SignedIn;
  readonly meetingId: MeetingId;
  /** Sites of which this crowd is the rooms; the first `sending` of them have a camera and a microphone. */
  readonly siteIds: readonly SiteId[];
  readonly sending: number;
  /** Their cameras have the small encoding alone. */
  readonly onlyLow?: boolean;
}

/** Many rooms of one meeting in this process. */
export class Crowd {
  readonly rooms: readonly LoadRoom[];

  private constructor(rooms: readonly LoadRoom[]) {
    this.rooms = rooms;
  }

  /** Opens a device for each room; nobody joins yet. */
  static async prepare({
    operator,
    meetingId,
    siteIds,
    sending,
    onlyLow = false,
  }: CrowdOptions): Promise<Crowd> {
    const certificate: Certificate = makeCertificate();
    const recordings: Recordings = readRecordings();
    const rooms: LoadRoom[] = [];
    const waiting = siteIds.map((siteId, index) => ({ siteId, index }));
    const prepareNext = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { siteId, index } = next;
        const obtainTicket = await openDevice(operator, meetingId, siteId);
        rooms[index] = new LoadRoom({
          siteId,
          certificate,
          obtainTicket,
          onlyLow,
          recordings: index < sending ? recordings : undefined,
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, prepareNext));
    return new Crowd(rooms);
  }

  get inCount(): number {
    return this.rooms.filter((room) => room.isIn).length;
  }

  roomOf(siteId: SiteId): LoadRoom {
    const found = this.rooms.find((room) => room.siteId === siteId);
    if (!found) throw new Error(`site ${siteId} is not in this crowd`);
    return found;
  }

  /**
   * Everybody joins, evenly over a time.
   *
   * @param overMs - 0: all at the same instant
   * @returns milliseconds each needed from its own beginning until its media stood, in the order they got in
   */
  async enter(overMs = 0): Promise<number[]> {
    const took: number[] = [];
    await Promise.all(
      this.rooms.map(async (room, index) => {
        if (overMs > 0)
          await new Promise((resolve) => setTimeout(resolve, (overMs * index) / this.rooms.length));
        const from = performance.now();
        await room.enter();
        took.push(performance.now() - from);
      }),
    );
    return took;
  }

  /** @throws the first failure, when somebody is not in by then */
  async untilIn(count: number, timeoutMs: number): Promise<void> {
    for (const end = performance.now() + timeoutMs; this.inCount < count; ) {
      if (performance.now() > end)
        throw new Error(
          `${count - this.inCount} of ${count} rooms are not in after ${timeoutMs} ms: ${
            this.rooms.find((room) => !room.isIn)?.lastFailure ?? ''
          }`,
        );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async leave(): Promise<void> {
    await Promise.all(this.rooms.map((room) => room.leave()));
  }

  close(): void {
    for (const room of this.rooms) room.close();
  }
}
