import type {
  FreeSlot,
  RegistrationAct,
  RegistrationData,
  RegistrationDetail,
  Role,
} from '@nhipcau/contracts';
import type { TestInstallation } from './test-installation.ts';

/** An answer of the API as tests look at it. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly code?: string; readonly facts?: Record<string, unknown> };
}

type Act = { readonly act: RegistrationAct } & Partial<{
  reason: string | null;
  reception: object | null;
  displace: string[];
  refuse: readonly string[];
  moveTo: FreeSlot | undefined;
  revision: number;
}>;

/** People at work with files, over the real API. */
export class RegistrationDesk {
  readonly #installation: TestInstallation;
  readonly #cookies = new Map<string, Promise<string>>();

  constructor(installation: TestInstallation) {
    this.#installation = installation;
  }

  /** After a restart nobody is signed in. */
  signedOut(): void {
    this.#cookies.clear();
  }

  async call<T = RegistrationDetail>(
    role: Role,
    method: 'GET' | 'POST',
    url: string,
    payload?: object,
  ): Promise<Answer<T>> {
    const reply = await this.#send(role, method, url, payload);
    if (reply.statusCode !== 401) return { status: reply.statusCode, body: reply.json() };
    // The session ended because the clock was moved on.
    this.#cookies.delete(role);
    const again = await this.#send(role, method, url, payload);
    return { status: again.statusCode, body: again.json() };
  }

  async #send(role: Role, method: 'GET' | 'POST', url: string, payload?: object) {
    const cookie = this.#cookies.get(role) ?? this.#installation.signIn(role);
    this.#cookies.set(role, cookie);
    return this.#installation.app.inject({
      method,
      url,
      headers: { cookie: await cookie },
      ...(payload === undefined ? {} : { payload }),
    });
  }

  create(role: Role, data: RegistrationData): Promise<Answer<RegistrationDetail>> {
    return this.call(role, 'POST', '/api/registrations', { data });
  }

  /** One step on the file as it stands, or on the revision given. */
  async act(
    role: Role,
    meetingId: string,
    { act, revision, ...more }: Act,
  ): Promise<Answer<RegistrationDetail>> {
    return this.call(role, 'POST', `/api/registrations/${meetingId}/acts`, {
      revision: revision ?? (await this.revisionOf(meetingId)),
      act,
      reason: null,
      reception: null,
      displace: [],
      ...more,
    });
  }

  async change(
    role: Role,
    meetingId: string,
    data: RegistrationData,
    { reason = null, revision }: { reason?: string | null; revision?: number } = {},
  ): Promise<Answer<RegistrationDetail>> {
    return this.call(role, 'POST', `/api/registrations/${meetingId}/data`, {
      revision: revision ?? (await this.revisionOf(meetingId)),
      data,
      reason,
    });
  }

  async revisionOf(meetingId: string): Promise<number> {
    const { revision } = await this.#installation.database
      .selectFrom('registration')
      .select('revision')
      .where('meeting_id', '=', meetingId)
      .executeTakeFirstOrThrow();
    return revision;
  }

  /** Rooms and people are free again: what earlier tests confirmed is not in the way. */
  async freeCalendar(): Promise<void> {
    await this.#installation.database.deleteFrom('booking').execute();
  }

  /** Makes another locality the home of the installation. */
  async moveTo(locality: string): Promise<void> {
    await this.#installation.database.transaction().execute(async (trx) => {
      await trx.updateTable('locality').set({ is_home: false }).execute();
      await trx
        .insertInto('locality')
        .values({ code: locality, name: locality, is_home: true })
        .onConflict((conflict) => conflict.column('code').doUpdateSet({ is_home: true }))
        .execute();
    });
  }
}
