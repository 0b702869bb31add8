import type { MeetingId } from '@nhipcau/contracts';
import type { Executor } from '../database/database.ts';

/** Who gets it; the address for the channel is looked up when it is sent. */
export type Recipient =
  | { readonly kind: 'organisation'; readonly organisationId: string }
  | { readonly kind: 'site'; readonly siteId: string }
  | { readonly kind: 'user'; readonly userId: string }
  /** Everybody who holds this role in the regulation profile for the meeting, such as `power`. */
  | { readonly kind: 'profileRole'; readonly role: string };

/** Something to be told. Texts come from the template in the recipient's language and the locality's words. */
export interface Letter {
  /** The same key is told once, whatever happens. */
  readonly key: string;
  readonly meetingId: MeetingId | null;
  readonly recipient: Recipient;
  readonly channel: 'email' | 'inApp' | 'document' | 'telephone' | 'fax' | 'sms' | 'chat';
  readonly template: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Epoch ms until which it has to be acknowledged; null: for information. */
  readonly acknowledgeBy: number | null;
}

/** What is put here in a transaction leaves after its commit, once. */
export interface Outbox {
  put(transaction: Executor, letters: readonly Letter[]): Promise<void>;
}
