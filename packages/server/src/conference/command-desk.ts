import { err, type Result } from '@nhipcau/base';
import {
  BringUpId,
  type ChamberId,
  type Command,
  type CommandId,
  type ConferenceEventBody,
  type ConferenceState,
  DirectionId,
  type ErrorCode,
  type GiveCommand,
  HelpId,
  type Instant,
  type NodeId,
  RecordingId,
  type SessionInfo,
  type SiteId,
  SpeakRequestId,
} from '@nhipcau/contracts';
import { type DecisionContext, decide, isOfStage, type StandbyAtHand } from '@nhipcau/domain';
import { uuidv7 } from 'uuidv7';
import { AppError, type Facts } from '../app-error.ts';
import { type AuditLine, appendAudit } from '../audit/audit.repository.ts';
import type { Database } from '../database/database.ts';
import { isUniqueViolation } from '../database/violations.ts';
import type { SiteProfile } from '../directory/directory.repository.ts';
import type { MeetingRecord } from '../meetings/meetings.repository.ts';
import { recordingWishOf } from '../recordings/recording-wish.ts';
import { factsFor } from './decision-facts.ts';
import type { CommandOutcome, EventStore } from './event-store.ts';
import type { LiveAuthority } from './live-authority.ts';

/** Answers to commands kept in memory; older ones are found in the database. */
const REMEMBERED = 500;

/** One command with who gave it and the line that goes into the audit with it. */
export interface CommandChange {
  readonly commandId: CommandId;
  /** The chamber on whose stage it works; null: the common room's, or the whole meeting. */
  readonly chamberId: ChamberId | null;
  readonly person: SessionInfo;
  readonly at: Instant;
  readonly audit: AuditLine;
}

export interface CommandDeskOptions {
  readonly record: MeetingRecord;
  readonly database: Database;
  readonly store: EventStore;
  readonly authority: LiveAuthority;
  readonly state: () => ConferenceState;
  readonly now: () => Instant;
  readonly standbyOf: (nodeId: NodeId) => StandbyAtHand | null;
  readonly isHeard: (nodeId: NodeId) => boolean;
  readonly isSeated: (siteId: SiteId) => boolean;
  readonly maxSites: number;
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

  async answer(given: GiveCommand, person: SessionInfo): Promise<CommandOutcome> {
    const { commandId } = given;
    const outcome = this.#answers.get(commandId) ?? (await this.#carryOut(given, person));
    this.#answers.set(commandId, outcome);
    if (this.#answers.size > REMEMBERED) {
      const oldest = this.#answers.keys().next();
      if (!oldest.done) this.#answers.delete(oldest.value);
    }
    return outcome;
  }

  async #carryOut(given: GiveCommand, person: SessionInfo): Promise<CommandOutcome> {
    const { database, commit, refuse } = this.#options;
    const { commandId, command } = given;
    const chamberId = isOfStage(command) ? (given.chamberId ?? null) : null;
    const at = this.#options.now();
    const { verdict, helpId } = await this.#options.authority.of(command, chamberId, person);
    const audit = this.#auditLine({ commandId, chamberId, command, helpId }, person, at);
    if (verdict === 'refused') {
      await appendAudit(database, { ...audit, code: 'NOT_ALLOWED' });
      return { ok: false, code: 'NOT_ALLOWED', facts: { command: command.type } };
    }
    const change = { commandId, chamberId, person, at, audit };
    const decided = await this.#decide(command, chamberId, person, at);
    try {
      if (decided.ok) return { ok: true, seq: await commit(decided.value, change), at };
      const refused: CommandOutcome = { ok: false, code: decided.error.code, facts: decided.error.facts };
      await refuse(refused, { ...change, audit: { ...audit, code: decided.error.code } });
      return refused;
    } catch (cause) {
      if (isUniqueViolation(cause, 'meeting_command_pkey')) return this.#firstAnswer(commandId, person);
      throw cause;
    }
  }

  #auditLine(
    {
      commandId,
      chamberId,
      command,
      helpId,
    }: {
      commandId: CommandId;
      chamberId: ChamberId | null;
      command: Command;
      helpId: HelpId | null;
    },
    person: SessionInfo,
    at: Instant,
  ): AuditLine {
    return {
      at,
      actor: { actorKind: 'user', actorId: person.userId, actorName: person.name },
      action: `command.${command.type}`,
      meetingId: this.#options.record.meetingId,
      subject: 'siteId' in command ? command.siteId : null,
      facts: {
        commandId,
        command,
        ...(chamberId === null ? {} : { chamberId }),
        ...(helpId === null ? {} : { helpId }),
      },
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

  async #decide(
    command: Command,
    chamberId: ChamberId | null,
    person: SessionInfo,
    at: Instant,
  ): Promise<Decision> {
    try {
      return decide(this.#options.state(), command, {
        ...(await this.#context(command, person, at)),
        chamberId,
      });
    } catch (cause) {
      // The directory says no before the domain is asked: a refusal like any other.
      if (cause instanceof AppError) return err({ code: cause.code, facts: cause.facts });
      throw cause;
    }
  }

  async #context(command: Command, person: SessionInfo, now: Instant): Promise<DecisionContext> {
    const { database, record, state, onProfiles, standbyOf, isHeard, isSeated, maxSites } = this.#options;
    const { profiles, ...facts } = await factsFor(database, record, state(), command, now);
    onProfiles(profiles);
    return {
      now,
      actor: { userId: person.userId, name: person.name },
      newHelpId: () => HelpId.parse(uuidv7()),
      newDirectionId: () => DirectionId.parse(uuidv7()),
      newSpeakRequestId: () => SpeakRequestId.parse(uuidv7()),
      newBringUpId: () => BringUpId.parse(uuidv7()),
      ...facts,
      ...(command.type === 'recording.start'
        ? {
            recording: {
              wish: await recordingWishOf(database, record.meetingId),
              isHeard,
              newRecordingId: () => RecordingId.parse(uuidv7()),
            },
          }
        : {}),
      standbyOf,
      isHeard,
      isSeated,
      maxSites,
    };
  }
}
