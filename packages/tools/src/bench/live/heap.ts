import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** Given to a process as `NODE_OPTIONS`, so that `liveHeapOf` finds it. */
export const inspectedAt = (port: number): { NODE_OPTIONS: string } => ({
  NODE_OPTIONS: `--inspect-port=127.0.0.1:${port}`,
});

const Targets = z.array(z.looseObject({ webSocketDebuggerUrl: z.string() })).min(1);
const Answer = z.looseObject({ id: z.int(), result: z.looseObject({ usedSize: z.number().optional() }) });
const OPEN_TIMEOUT_MS = 10_000;

/** JavaScript heap in use of another Node process after everything unreachable was collected, bytes. */
export async function liveHeapOf(pid: number, inspectPort: number): Promise<number> {
  // Node opens its inspector on this signal (documented under "Signal events").
  process.kill(pid, 'SIGUSR1');
  const ws = new WebSocket(await debuggerUrl(inspectPort));
  try {
    await new Promise((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
    });
    const ask = (id: number, method: string) =>
      new Promise<number>((resolve) => {
        ws.on('message', (data) => {
          const answer = Answer.safeParse(JSON.parse(String(data))).data;
          if (answer?.id === id) resolve(answer.result.usedSize ?? 0);
        });
        ws.send(JSON.stringify({ id, method }));
      });
    await ask(1, 'HeapProfiler.collectGarbage');
    return await ask(2, 'Runtime.getHeapUsage');
  } finally {
    ws.terminate();
  }
}

async function debuggerUrl(port: number): Promise<string> {
  for (const end = Date.now() + OPEN_TIMEOUT_MS; ; await pause(50)) {
    try {
      const listed: unknown = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
      return Targets.parse(listed)[0]?.webSocketDebuggerUrl ?? '';
    } catch (cause) {
      if (Date.now() > end) throw cause;
    }
  }
}
