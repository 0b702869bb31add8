import { createServer } from 'node:net';
import type { InstallationSettings } from './settings.ts';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** @throws {Error} one line that names the ports in use and what to do */
export async function checkPorts({ ports, databaseUrl }: InstallationSettings): Promise<void> {
  const needed: [string, number][] = [
    ['server', ports.server],
    ...(databaseUrl === null ? [['PostgreSQL', ports.database] satisfies [string, number]] : []),
    ...ports.nodes.flatMap((node, index): [string, number][] => [
      [`node ${index + 1}`, node.listen],
      [`media of node ${index + 1}`, node.media],
    ]),
  ];
  const taken: string[] = [];
  for (const [name, port] of needed) if (!(await isFree(port))) taken.push(`${port} (${name})`);
  if (taken.length > 0)
    throw new Error(
      `ports in use: ${taken.join(', ')}. Stop what uses them, or start with --port-base 20000 for others`,
    );
}
