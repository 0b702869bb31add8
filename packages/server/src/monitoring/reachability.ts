import { BlockList, connect, isIP } from 'node:net';

/** Ports at which devices of conference rooms listen: signalling, then their own pages. */
const PORTS = [1720, 5060, 443, 80] as const;
const WAIT_MS = 1_500;

/** Addresses of closed networks: an address that somebody typed never makes this server call out. */
const closedNetworks = new BlockList();
closedNetworks.addSubnet('10.0.0.0', 8);
closedNetworks.addSubnet('172.16.0.0', 12);
closedNetworks.addSubnet('192.168.0.0', 16);
closedNetworks.addSubnet('127.0.0.0', 8);
closedNetworks.addSubnet('fc00::', 7, 'ipv6');

export function isOfClosedNetwork(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && closedNetworks.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a device answers: taking a call and refusing one both say that it is on. */
export async function answersAt(address: string, ports: readonly number[] = PORTS): Promise<boolean> {
  if (!isOfClosedNetwork(address)) return false;
  for (const port of ports) if (await answersOn(address, port)) return true;
  return false;
}

const answersOn = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(WAIT_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', (cause: NodeJS.ErrnoException) => settle(cause.code === 'ECONNREFUSED'));
  });
