import type { types } from 'mediasoup';
import { type FromStand, type SeatPorts, ToStand } from './wire.ts';

/** One side of the comparison: something that forwards a sender's streams to seats. */
export interface Forwarder {
  /** @returns where seats join, when they have to */
  open(seats: number, ports: SeatPorts): Promise<{ url: string; tickets: string[] } | null>;
  /** Port for the sender's RTP. */
  sendToPort(): number;
  workerUsage(): Promise<types.WorkerResourceUsage>;
  close(): Promise<void>;
}

/** Answers the parent until it asks to close, or is gone. */
export function serve(forwarder: Forwarder): void {
  const tell = (message: FromStand) => void process.send?.(message);
  const answer = async (question: ToStand): Promise<void> => {
    switch (question.type) {
      case 'open':
        return tell({ type: 'ready', rooms: await forwarder.open(question.seats, question.ports) });
      case 'sender':
        return tell({ type: 'sender', port: forwarder.sendToPort() });
      case 'usage': {
        const worker = await forwarder.workerUsage();
        const control = process.cpuUsage();
        return tell({
          type: 'usage',
          workerMs: worker.ru_utime + worker.ru_stime,
          controlMs: (control.user + control.system) / 1000,
        });
      }
      case 'close':
        await forwarder.close();
        process.exit(0);
    }
  };
  process.on('message', (message) => {
    answer(ToStand.parse(message)).catch((cause: unknown) => {
      console.error(cause);
      process.exit(1);
    });
  });
  process.on('disconnect', () => process.exit(1));
}
