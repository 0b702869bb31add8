import { err, type Result } from '@nhipcau/base';
import {
  BringUpId,
  type Command,
  type CommandId,
  type ConferenceEventBody,
  type ConferenceState,
  type ErrorCode,
  type GiveCommand,
  type Instant,
  type SessionInfo,
} from '@nhipcau/contracts';
import { type DecisionContext, decide } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { can } from '../access/permissions.ts';
import { AppError, type Facts } from '../app-error.ts';
import { type AuditLine, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import { factsFor } from './decision-facts.ts';
import type { CommandOutcome, EventStore } from './event-store.ts';

/** Answers to commands kept in memory; older ones are found in the database. */
const REMEMBERED = 500;

/** One command with who gave it and the line that goes into the audit with it. */
export interface CommandChange {
  readonly commandId: CommandId;
  readonly person: SessionInfo;
  readonly at: Instant;
  readonly audit: AuditLine;
}

export interface CommandDeskOptions {
  readonly record: MeetingRecord;
  readonly database: Database;
  readonly store: EventStore;
  readonly state: () => ConferenceState;
  readonly now: () => Instant;
  /** Sites that a command may bring into the meeting. */
  readonly onProfiles: (profiles: readonly SiteProfile[]) => void;
  /** Stores what was decided; @returns number of the last event */
  readonly commit: (bodies: readonly ConferenceEventBody[], change: CommandChange) => Promise<number>;
  /** Stores that it was refused. */
  readonly refuse: (refused: CommandOutcome, change: CommandChange) => Promise<void>;
}

type Decision = Result<ConferenceEventBody[], { readonly code: ErrorCode; readonly facts: Facts }>;

/** Takes commands one at a time: right, decision, record. The same id again gets the first answer. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  readonly #answers = new Map<CommandId, CommandOutcome>();

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  async answer({ commandId, command }: GiveCommand, person: SessionInfo): Promise<CommandOutcome> {
    const outcome = this.#answers.get(commandId) ?? (await this.#carryOut(commandId, command, person));
    this.#answers.set(commandId, outcome);
    if (this.#answers.size > REMEMBERED) {
      const oldest = this.#answers.keys().next();
      if (!oldest.done) this.#answers.delete(oldest.value);
    }
    return outcome;
  }

  async #carryOut(commandId: CommandId, command: Command, person: SessionInfo): Promise<CommandOutcome> {
    const { database, commit, refuse } = this.#options;
    const at = this.#options.now();
    const audit = this.#auditLine(commandId, command, person, at);
    if (!this.#may(command, person)) {
      await appendAudit(database, { ...audit, code: 'NOT_ALLOWED' });
      return { ok: false, code: 'NOT_ALLOWED', facts: { command: command.type } };
    }
    const decided = await this.#decide(command, person, at);
    try {
      if (decided.ok)
        return { ok: true, seq: await commit(decided.value, { commandId, person, at, audit }), at };
      const refused: CommandOutcome = { ok: false, code: decided.error.code, facts: decided.error.facts };
      await refuse(refused, { commandId, person, at, audit: { ...audit, code: decided.error.code } });
      return refused;
    } catch (cause) {
      if (isUniqueViolation(cause, 'meeting_command_pkey')) return this.#firstAnswer(commandId, person);
      throw cause;
    }
  }

  #may(command: Command, { role, siteId }: SessionInfo): boolean {
    const chairSiteId = this.#options.state().chairSiteId ?? this.#options.record.chairSiteId;
    return can(role, command.type, { siteId, chairSiteId });
  }

  #auditLine(commandId: CommandId, command: Command, person: SessionInfo, at: Instant): AuditLine {
    return {
      at,
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action: `command.${command.type}`,
      meetingId: this.#options.record.meetingId,
      subject: 'siteId' in command ? command.siteId : null,
      facts: { commandId, command },
    };
  }

  /** The command was carried out before, perhaps by the server that ran before us. */
  async #firstAnswer(commandId: CommandId, person: SessionInfo): Promise<CommandOutcome> {
    const { store, record } = this.#options;
    const first = await store.findCommand(commandId);
    const isSame = first?.meetingId === record.meetingId && first.userId === person.userId;
    if (first === null || !isSame) return { ok: false, code: 'BAD_MESSAGE', facts: { path: 'commandId' } };
    return first.outcome;
  }

  async #decide(command: Command, person: SessionInfo, at: Instant): Promise<Decision> {
    try {
      return decide(this.#options.state(), command, await this.#context(command, person, at));
    } catch (cause) {
      // The directory says no before the domain is asked: a refusal like any other.
      if (cause instanceof AppError) return err({ code: cause.code, facts: cause.facts });
      throw cause;
    }
  }

  async #context(command: Command, person: SessionInfo, now: Instant): Promise<DecisionContext> {
    const { database, record, state, onProfiles } = this.#options;
    const { profiles, planned, invitable } = await factsFor(database, record, state(), command);
    onProfiles(profiles);
    return {
      now,
      actor: { userId: person.userId, name: person.name },
      newBringUpId: () => BringUpId.parse(uuidv7()),
      planned,
      invitable,
    };
  }
}
