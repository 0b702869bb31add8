import type { CommandType, Role } from '@nhipcau/contracts';

/**
 * Who may give which live command (R-CDT-13, column of Hoà Bình; where it is silent, its default).
 *
 * The operator at the master MCU conducts: layouts, floor, content, cues, bring-ups. The chair's own button calls a
 * site and ends the call (R-CDT-02, "the chair's own button"). A technician switches the own microphone and camera at
 * the terminal and nothing of others; observers and administrators conduct nothing.
 */
const allowedCommands: Readonly<Record<Role, readonly CommandType[] | 'all'>> = {
  operator: 'all',
  chair: ['bringUp.request', 'bringUp.release'],
  technician: [],
  observer: [],
  administrator: [],
};

export interface CommandScope {
  readonly siteId: string | null;
  readonly chairSiteId: string;
}

/** Whether a person of this role may give this command. The chair must sit at the chair site of this very meeting. */
export function can(role: Role, command: CommandType, { siteId, chairSiteId }: CommandScope): boolean {
  const allowed = allowedCommands[role];
  if (allowed !== 'all' && !allowed.includes(command)) return false;
  return role !== 'chair' || siteId === chairSiteId;
}
