import type { CheckItem } from '@nhipcau/contracts';
import { can } from '@nhipcau/domain';
import type { Caller } from '../http/caller.ts';
import { type CheckedSite, type CheckFile, placeOfFile, placeOfSite, seesSite } from './check-file.ts';
import type { Answerer } from './checks.repository.ts';

const isOwnRoom = (caller: Caller, { registration }: CheckFile, site: CheckedSite): boolean =>
  caller.kind === 'room' && caller.meetingId === registration.meetingId && caller.siteId === site.siteId;

/**
 * Whether a caller may answer an item: the room's terminal what a machine can know, people at the site what is theirs,
 * the unit of the area and whoever runs the MCU what they are named for.
 *
 * @rule CK-7 (R-CHK-01, R-CHK-09)
 */
export function mayAnswer(
  file: CheckFile,
  site: CheckedSite,
  item: Pick<CheckItem, 'answeredBy' | 'kind'>,
  caller: Caller,
): boolean {
  if (caller.kind === 'room')
    return isOwnRoom(caller, file, site) && item.answeredBy === 'site' && item.kind !== 'person';
  if (caller.kind !== 'user') return false;
  const { grants } = caller.session;
  switch (item.answeredBy) {
    case 'site':
      return can(grants, 'check.answer', placeOfSite(file, site));
    case 'area':
      return can(grants, 'check.answer', { organisationPath: file.units.pathOf(site.organisationId) });
    case 'centre':
      return can(grants, 'check.order', placeOfFile(file));
  }
}

export const mayLook = (file: CheckFile, site: CheckedSite, caller: Caller): boolean =>
  isOwnRoom(caller, file, site) || (caller.kind === 'user' && seesSite(file, site, caller.session));

export const mayOrder = (file: CheckFile, caller: Caller): boolean =>
  caller.kind === 'user' && can(caller.session.grants, 'check.order', placeOfFile(file));

export const answererOf = (caller: Caller, site: CheckedSite): Answerer =>
  caller.kind === 'user'
    ? { source: 'person', userId: caller.session.userId, name: caller.session.name }
    : { source: 'room', userId: null, name: site.name };
