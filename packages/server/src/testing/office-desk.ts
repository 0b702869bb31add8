import { MeetingId, type RegistrationData, type Role } from '@nhipcau/contracts';
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

  /** A telecom company, for which the partner's account works from now on. */
  async addTelecom(name: string): Promise<void> {
    const { database } = this.installation;
    await database
      .insertInto('organisation')
      .values({
        id: 'o-telecom',
        code: 'VNPT',
        name,
        kind: 'telecom',
        telephone: '0900 000 300',
        level_code: 'province',
        parent_id: 'o-province',
        address: null,
        email: null,
      })
      .execute();
    await database
      .updateTable('user_grant')
      .set({ scope_id: 'o-telecom' })
      .where('role', '=', 'partner')
      .execute();
  }

  /**
   * A meeting that was registered and confirmed on the way of the locality: where nobody approves, submitting is enough.
   *
   * @throws with the code of whatever refused it
   */
  async confirmedMeeting(data: RegistrationData, by: Role = 'clerk'): Promise<MeetingId> {
    const created = await this.#done(by, '/api/registrations', { data });
    const meetingId = MeetingId.parse(created.registration.meetingId);
    for (const [role, act] of [
      [by, 'submit'],
      ['approver', 'confirm'],
    ] as const) {
      const { revision, state } = await this.installation.database
        .selectFrom('registration')
        .select(['revision', 'state'])
        .where('meeting_id', '=', meetingId)
        .executeTakeFirstOrThrow();
      if (state === 'confirmed') break;
      const body = { act, revision, reason: null, reception: null, displace: [] };
      await this.#done(role, `/api/registrations/${meetingId}/acts`, body);
    }
    return meetingId;
  }

  async #done(role: Role, url: string, payload: object): Promise<ReturnType<typeof JSON.parse>> {
    const { status, body, text } = await this.call(role, 'POST', url, payload);
    if (status >= 400) throw new Error(`${url}: ${text}`);
    return body;
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
