import type { CommandType, Grant, Role } from '@nhipcau/contracts';
import { covers, type Place } from '@nhipcau/domain';

/**
 * Which role gives which live command (R-CDT-13, column of Hoà Bình; where it is silent, its default).
 *
 * The operator at the master MCU conducts: layouts, floor, content, cues, bring-ups. The chair's own button calls a
 * site and ends the call (R-CDT-02, "the chair's own button"), and decides who speaks (R-CDT-09, "chair decides"). A technician switches the own microphone and camera at
 * the terminal and nothing of others; nobody else conducts.
 */
export const liveCommands: Readonly<Partial<Record<Role, readonly CommandType[] | 'all'>>> = {
  operator: 'all',
  chair: [
    'bringUp.request',
    'bringUp.release',
    'speak.grant',
    'speak.decline',
    'speak.finish',
    'speak.arrange',
    'attendance.ask',
    'direction.send',
  ],
};

/** Scopes within which a chair's button counts: the chair sits at the chair site, or is named for this very meeting. */
const chairScopes: readonly string[] = ['site', 'meeting'];

/**
 * Whether somebody with these grants may give this command in a meeting whose chair sits at `place`.
 *
 * A delegated controller holds an operator's grant for an organisation, a site or a meeting: it reaches the meetings
 * chaired there and no other (R-MCU-14). The operator of the installation reaches all.
 */
export const mayCommand = (grants: readonly Grant[], command: CommandType, place: Place): boolean =>
  grants.some((grant) => {
    const commands = liveCommands[grant.role] ?? [];
    if (commands !== 'all' && !commands.includes(command)) return false;
    if (grant.role === 'chair' && !chairScopes.includes(grant.scope.kind)) return false;
    return covers(grant, place);
  });
