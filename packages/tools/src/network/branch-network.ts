import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DatagramRelay } from './datagram-relay.ts';
import { StreamRelay } from './stream-relay.ts';
import { FINE, type Weather } from './weather.ts';

const run = promisify(execFile);
const LOOPBACK = '127.0.0.1';
/** What waits in front of the rate limit before it is thrown away. */
const QUEUE_MS = 400;
const BURST_BYTES = 16_000;
/** Names of interfaces are short. */
const MAX_BRANCHES = 200;

let opened = 0;

export interface Served {
  /** Ports of this machine's loopback that the branch reaches at its own loopback. */
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
}

/**
 * A second machine as a network namespace, at the end of a line whose weather we make: rate by a token bucket (`tc tbf`),
 * loss by chance (`nft`), delay, jitter and reordering in user space, for kernels without `netem`.
 *
 * Inside, the ports of the installation are found at 127.0.0.1 as outside, so that pages have a secure context, and addresses
 * that the installation tells are right.
 */
export class BranchNetwork {
  readonly name: string;
  readonly #far: ChildProcess;
  readonly #nearInterface: string;
  readonly #farInterface: string;
  readonly #relays: readonly { close(): void }[];
  readonly #fate: { weather: Weather };
  #isWithoutUdp = false;
  #isCut = false;

  private constructor(parts: {
    name: string;
    far: ChildProcess;
    near: string;
    farInterface: string;
    relays: readonly { close(): void }[];
    fate: { weather: Weather };
  }) {
    this.name = parts.name;
    this.#far = parts.far;
    this.#nearInterface = parts.near;
    this.#farInterface = parts.farInterface;
    this.#relays = parts.relays;
    this.#fate = parts.fate;
  }

  /**
   * Needs root, `ip`, `tc` and `nft`.
   *
   * @param tcpDelayMs - of streams, in each direction; that of datagrams is the weather's
   */
  static async open(served: Served, weather: Weather = FINE): Promise<BranchNetwork> {
    const place = (process.pid + opened++) % MAX_BRANCHES;
    const name = `nhipcau-${process.pid}-${opened}`;
    const [near, far] = [`nc${process.pid % 100_000}n${opened}`, `nc${process.pid % 100_000}f${opened}`];
    const address = { near: `10.213.${place}.1`, far: `10.213.${place}.2` };
    const fate = { weather };
    const relays: { close(): void }[] = [];
    await ip('netns', 'add', name);
    try {
      await ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name);
      // An address that comes by itself a second later is a change of the network, at which a browser breaks off what it loads.
      await ip('link', 'set', near, 'addrgenmode', 'none');
      await ip('-n', name, 'link', 'set', far, 'addrgenmode', 'none');
      await ip('address', 'add', `${address.near}/30`, 'dev', near);
      await ip('link', 'set', near, 'up');
      for (const words of [
        ['link', 'set', 'lo', 'up'],
        ['address', 'add', `${address.far}/30`, 'dev', far],
        ['link', 'set', far, 'up'],
      ])
        await ip('-n', name, ...words);
      const outcome = () => fateIn(fate.weather);
      for (const port of served.tcp)
        relays.push(
          await StreamRelay.open({ host: address.near, port }, { host: LOOPBACK, port }, weather.delayMs),
        );
      for (const port of served.udp)
        relays.push(
          await DatagramRelay.open({ host: address.near, port }, { host: LOOPBACK, port }, outcome),
        );
      const branch = new BranchNetwork({
        name,
        far: await farEnd(name, { near: address.near, ...served }),
        near,
        farInterface: far,
        relays,
        fate,
      });
      await branch.setWeather(weather);
      return branch;
    } catch (cause) {
      for (const relay of relays) relay.close();
      await ip('netns', 'delete', name);
      throw cause;
    }
  }

  /** Starts a program on the branch's machine. */
  spawn(program: string, args: readonly string[], options: Parameters<typeof spawn>[2] = {}): ChildProcess {
    return spawn('ip', ['netns', 'exec', this.name, program, ...args], options);
  }

  /** From now on; streams keep the delay with which the branch was opened. */
  async setWeather(weather: Weather): Promise<void> {
    this.#fate.weather = weather;
    const near = ['qdisc', 'replace', 'dev', this.#nearInterface, 'root'];
    const far = ['-n', this.name, 'qdisc', 'replace', 'dev', this.#farInterface, 'root'];
    const rate =
      weather.kbps === undefined
        ? ['pfifo']
        : ['tbf', 'rate', `${weather.kbps}kbit`, 'burst', `${BURST_BYTES}`, 'latency', `${QUEUE_MS}ms`];
    await run('tc', [...near, ...rate]);
    await run('tc', [...far, ...rate]);
    await this.#filter();
  }

  /** A firewall that lets no datagram pass. */
  async blockUdp(isBlocked: boolean): Promise<void> {
    this.#isWithoutUdp = isBlocked;
    await this.#filter();
  }

  /** A broken line is silent: nothing is refused, nothing arrives. */
  async cut(): Promise<void> {
    this.#isCut = true;
    await this.#filter();
  }

  async restore(): Promise<void> {
    this.#isCut = false;
    await this.#filter();
  }

  /** Ends the far end and takes the network away; programs started in it must have ended. */
  async close(): Promise<void> {
    const ended = this.#far.exitCode === null ? once(this.#far, 'exit') : null;
    this.#far.stdin?.end();
    await ended;
    for (const relay of this.#relays) relay.close();
    await ip('netns', 'delete', this.name);
  }

  /** Both directions are filtered in the branch, where nothing else is. */
  async #filter(): Promise<void> {
    const lost = Math.round(this.#fate.weather.lossPct * 100);
    const rules = [
      ...(this.#isCut ? ['drop'] : []),
      ...(this.#isWithoutUdp ? ['meta l4proto udp drop'] : []),
      ...(lost > 0 ? [`numgen random mod 10000 < ${lost} drop`] : []),
    ];
    const chain = (hook: 'input' | 'output', word: 'iifname' | 'oifname') =>
      `chain ${hook} { type filter hook ${hook} priority 0;\n${rules.map((rule) => `${word} "${this.#farInterface}" ${rule}`).join('\n')}\n}`;
    const table = `table ip line {}\ndelete table ip line\ntable ip line {\n${chain('input', 'iifname')}\n${chain('output', 'oifname')}\n}\n`;
    const nft = this.spawn('nft', ['-f', '-'], { stdio: ['pipe', 'ignore', 'pipe'] });
    const complaint: Buffer[] = [];
    nft.stderr?.on('data', (chunk: Buffer) => complaint.push(chunk));
    nft.stdin?.end(table);
    const [code] = await once(nft, 'close');
    if (code !== 0) throw new Error(`nft: ${Buffer.concat(complaint).toString().trim()}`);
  }
}

const ip = async (...words: string[]): Promise<void> => void (await run('ip', words));

/** Loss is the kernel's, which sees also the streams. */
function fateIn({ delayMs, jitterMs }: Weather): number {
  return jitterMs === 0 ? delayMs : delayMs + Math.random() * jitterMs;
}

/** @throws what it says when it does not come up */
async function farEnd(name: string, ends: { near: string } & Served): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'branch-end.main.ts');
  const quiet = '--disable-warning=ExperimentalWarning';
  const far = spawn('ip', ['netns', 'exec', name, process.execPath, quiet, program, JSON.stringify(ends)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaint: Buffer[] = [];
  far.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));
  const [first] = await Promise.race([once(far.stdout, 'data'), once(far, 'exit')]);
  if (!String(first).startsWith('ready'))
    throw new Error(`the branch's end did not start: ${Buffer.concat(complaint).toString().trim()}`);
  return far;
}
