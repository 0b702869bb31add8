import { assertNever, ok } from '@nhipcau/base';
import {
  type Command,
  type ConferenceState,
  type Help,
  type HelpId,
  MAX_HELPS,
  type UserId,
} from '@nhipcau/contracts';
import type { Decision, DecisionContext } from './decision.ts';
import { refuse } from './stage-moves.ts';

type HelpCommand = Extract<Command, { type: `help.${string}` }>;

/** The intervention that somebody has in hand; null: none, only the own rights count (rule RT-4). */
export const helpInHand = ({ helps }: Pick<ConferenceState, 'helps'>, userId: UserId): Help | null =>
  helps.find(({ state, takenBy }) => state === 'taken' && takenBy?.userId === userId) ?? null;

/** What is asked for, taken in hand and given back. */
export function decideHelp(
  state: ConferenceState,
  command: HelpCommand,
  { now, actor, newHelpId }: DecisionContext,
): Decision {
  const taken = {
    state: 'taken' as const,
    takenBy: { userId: actor.userId, name: actor.name },
    takenAt: now,
  };
  switch (command.type) {
    case 'help.ask':
    case 'help.override': {
      const isAsked = command.type === 'help.ask';
      // Asked twice in the same words it is one request.
      const isKnown = state.helps.some(
        (help) => help.state !== 'closed' && help.text === command.text && help.askedBy === actor.name,
      );
      if (isKnown) return ok([]);
      const asked: Help = {
        helpId: newHelpId(),
        text: command.text,
        askedBy: actor.name,
        askedAt: now,
        state: 'open',
        takenBy: null,
        takenAt: null,
        closedAt: null,
      };
      return ok([{ type: 'help.changed', help: isAsked ? asked : { ...asked, ...taken } }]);
    }
    case 'help.take': {
      const help = find(state, command.helpId);
      if (!help || help.state === 'closed') return refuse('HELP_UNKNOWN', { helpId: command.helpId });
      if (help.state === 'taken')
        return help.takenBy?.userId === actor.userId
          ? ok([])
          : refuse('HELP_TAKEN', { by: help.takenBy?.name ?? '' });
      return ok([{ type: 'help.changed', help: { ...help, ...taken } }]);
    }
    case 'help.close': {
      const help = find(state, command.helpId);
      if (!help) return refuse('HELP_UNKNOWN', { helpId: command.helpId });
      return ok(
        help.state === 'closed'
          ? []
          : [{ type: 'help.changed', help: { ...help, state: 'closed', closedAt: now } }],
      );
    }
    default:
      return assertNever(command);
  }
}

const find = ({ helps }: ConferenceState, helpId: HelpId): Help | undefined =>
  helps.find((help) => help.helpId === helpId);

/** The state after an intervention was asked for or changed; the oldest that is closed is forgotten first. */
export function withHelp(helps: readonly Help[], help: Help): Help[] {
  const isKnown = helps.some(({ helpId }) => helpId === help.helpId);
  if (isKnown) return helps.map((known) => (known.helpId === help.helpId ? help : known));
  const oldest =
    helps.length < MAX_HELPS
      ? -1
      : Math.max(
          0,
          helps.findIndex(({ state }) => state === 'closed'),
        );
  return [...helps.filter((_, index) => index !== oldest), help];
}
