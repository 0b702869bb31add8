import { type SignedIn, signIn } from '@nhipcau/tools/headless-room';
import type { z } from 'zod';

/** What a call came to. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Everybody who works with an installation by its API, each signed in; over a turn of the clock they sign in anew. */
export class People {
  readonly #url: string;
  readonly #password: string;
  readonly #sessions = new Map<string, Promise<SignedIn>>();

  constructor(url: string, password: string) {
    this.#url = url;
    this.#password = password;
  }

  session(login: string): Promise<SignedIn> {
    const there = this.#sessions.get(login) ?? signIn(this.#url, login, this.#password);
    this.#sessions.set(login, there);
    return there;
  }

  /** Their sessions may have ended with the time that passed. */
  signOut(): void {
    this.#sessions.clear();
  }

  async call(login: string, path: string, body?: object): Promise<Answer> {
    const { cookie } = await this.session(login);
    const reply = await fetch(`${this.#url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: reply.status, body: await reply.json() };
  }

  /** @throws {Error} with the reply when it is refused */
  async ask<S extends z.ZodType>(login: string, path: string, schema: S, body?: object): Promise<z.infer<S>> {
    const { status, body: reply } = await this.call(login, path, body);
    if (status >= 400) throw new Error(`${login} ${path}: ${JSON.stringify(reply)}`);
    return schema.parse(reply);
  }
}
