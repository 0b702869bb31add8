import type { Role } from '@nhipcau/contracts';
import type { TestInstallation } from './test-installation.ts';

/** A clerk's view of the API: calls by role, home locality to choose. */
export class OfficeDesk {
  readonly installation: TestInstallation;
  readonly #cookies = new Map<Role, string>();

  constructor(installation: TestInstallation) {
    this.installation = installation;
  }

  /** Makes another locality the home: its regulation counts from now on. */
  async settleIn(locality: string): Promise<void> {
    const { database } = this.installation;
    await database.updateTable('locality').set({ is_home: false }).execute();
    await database
      .insertInto('locality')
      .values({ code: locality, name: locality, is_home: true })
      .onConflict((conflict) => conflict.column('code').doUpdateSet({ is_home: true }))
      .execute();
  }

  async call(
    role: Role,
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
  ): Promise<{ status: number; body: ReturnType<typeof JSON.parse>; text: string }> {
    let reply = await this.#send(role, method, url, payload);
    if (reply.statusCode === 401 && this.#cookies.delete(role))
      // The session ended because the clock was moved on.
      reply = await this.#send(role, method, url, payload);
    const isJson = String(reply.headers['content-type']).includes('json');
    return { status: reply.statusCode, body: isJson ? reply.json() : null, text: reply.body };
  }
  async #send(role: Role, method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) {
    const cookie = this.#cookies.get(role) ?? (await this.installation.signIn(role));
    this.#cookies.set(role, cookie);
    return this.installation.app.inject({
      method,
      url,
      headers: { cookie },
      ...(payload === undefined ? {} : { payload }),
    });
  }
}
