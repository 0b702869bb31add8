import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { z } from 'zod';

const ANSWER_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 20_000;

const Jsep = z.object({ type: z.string(), sdp: z.string() });
const Message = z.looseObject({
  janus: z.string(),
  transaction: z.string().optional(),
  data: z.looseObject({ id: z.number() }).optional(),
  plugindata: z
    .looseObject({ data: z.looseObject({ id: z.number().optional(), error: z.string().optional() }) })
    .optional(),
  jsep: Jsep.optional(),
  error: z.looseObject({ reason: z.string() }).optional(),
});
type Message = z.infer<typeof Message>;

/** The WebSocket API of Janus, as much of it as a fan-out needs. */
export class JanusApi {
  readonly #ws: WebSocket;
  readonly #waiting = new Map<string, (message: Message) => void>();
  #session = 0;
  #keepAlive: NodeJS.Timeout | null = null;

  private constructor(ws: WebSocket) {
    this.#ws = ws;
    ws.on('message', (data) => {
      const message = Message.parse(JSON.parse(String(data)));
      // An acknowledgement only says that the event with the answer will come.
      if (message.janus !== 'ack' && message.transaction) this.#waiting.get(message.transaction)?.(message);
    });
  }

  static async open(url: string): Promise<JanusApi> {
    const ws = new WebSocket(url, 'janus-protocol');
    await new Promise((resolve, reject) => {
      ws.once('open', resolve);
      ws.once('error', reject);
    });
    const api = new JanusApi(ws);
    api.#session = (await api.#ask({ janus: 'create' })).data?.id ?? 0;
    api.#keepAlive = setInterval(() => void api.#ask({ janus: 'keepalive' }).catch(() => {}), KEEP_ALIVE_MS);
    return api;
  }

  /** @returns number of a new handle of the video room */
  async attach(): Promise<number> {
    return (await this.#ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' })).data?.id ?? 0;
  }

  /** @returns what the plugin answered, with its session description */
  async tell(
    handle: number,
    body: Record<string, unknown>,
    jsep?: z.infer<typeof Jsep>,
  ): Promise<{ id: number; sdp: string }> {
    const answer = await this.#ask({ janus: 'message', handle_id: handle, body, ...(jsep ? { jsep } : {}) });
    const failure = answer.plugindata?.data.error;
    if (failure) throw new Error(`janus: ${failure}`);
    return { id: answer.plugindata?.data.id ?? 0, sdp: answer.jsep?.sdp ?? '' };
  }

  close(): void {
    if (this.#keepAlive) clearInterval(this.#keepAlive);
    this.#ws.terminate();
  }

  #ask(request: Record<string, unknown>): Promise<Message> {
    const transaction = randomUUID();
    const session = this.#session === 0 ? {} : { session_id: this.#session };
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('janus does not answer')), ANSWER_TIMEOUT_MS);
      this.#waiting.set(transaction, (message) => {
        clearTimeout(timer);
        this.#waiting.delete(transaction);
        if (message.error) reject(new Error(`janus: ${message.error.reason}`));
        else resolve(message);
      });
      this.#ws.send(JSON.stringify({ ...request, ...session, transaction }));
    });
  }
}
