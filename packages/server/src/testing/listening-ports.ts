import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const LISTEN = '0A';

/** TCP ports on which this process itself takes connections, as the kernel tells it. Linux. */
export function listeningPorts(): number[] {
  const own = new Set(
    readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/self/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // Closed while we looked: it is no open port.
      }
    }),
  );
  const ports = ['tcp', 'tcp6'].flatMap((family) =>
    readFileSync(`/proc/self/net/${family}`, 'utf8')
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
        return state === LISTEN && own.has(inode) ? [Number.parseInt(local.split(':').at(-1) ?? '', 16)] : [];
      }),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}
