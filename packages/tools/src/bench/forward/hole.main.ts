import { createSocket } from 'node:dgram';

/**
 * A socket that is never read: what arrives is dropped by the kernel once its buffer is full. So the work of receiving
 * for hundreds of seats does not take the processor away from what is measured.
 */
const socket = createSocket({ type: 'udp4', recvBufferSize: 4_096 });
socket.bind(0, '127.0.0.1', () => {
  process.send?.(socket.address().port, () => {
    // For ever, with the loop that would read standing still; the parent ends this process.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
