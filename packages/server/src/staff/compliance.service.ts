import type { Compliance, DirectoryRules, SecurityRules, Shortfall } from '@nhipcau/contracts';
import {
  type ConditionSheet,
  can,
  inScope,
  roomStanding,
  rosterGaps,
  type Span,
  staffingDeficits,
} from '@nhipcau/domain';
import { newestDocuments } from './documents.service.ts';
import { asMember, listPeople } from './operators.repository.ts';
import { newestSheets } from './rooms.service.ts';
import { rulesNow, type StaffParts, type Worker } from './staff-parts.ts';
import { type StaffUnit, Units } from './units.ts';

const WEEK_MS = 7 * 86_400_000;

type Line = Pick<Shortfall, 'subject' | 'kind' | 'label' | 'cite'>;
type Filed = Awaited<ReturnType<typeof newestDocuments>>;

/** What units owe the regulation: house rules, procedures, people, rosters, rooms. */
export class ComplianceService {
  readonly #parts: StaffParts;

  constructor(parts: StaffParts) {
    this.#parts = parts;
  }

  /** Of the units this person may read; the roster is looked at for the week to come. */
  async read({ person }: Worker): Promise<Compliance> {
    const { database, clock } = this.#parts;
    const { rules, profile, today, now } = await rulesNow(database, clock);
    const units = await Units.read(database);
    const readable = units.all.filter(({ organisationId, siteIds }) =>
      [null, ...siteIds].some((siteId) =>
        can(person.grants, 'staff.read', units.placeOf(organisationId, siteId)),
      ),
    );
    const documents = await newestDocuments(database);
    const people = (await listPeople(database, { on: today })).map(asMember);
    const week = { from: now, to: now + WEEK_MS };
    const shifts = await this.#shifts(week);
    const sheets = await newestSheets(
      database,
      readable.flatMap(({ siteIds }) => siteIds),
    );
    const nameOf = (siteId: string) => units.site(siteId)?.name ?? siteId;
    const shortfalls = readable.flatMap((unit) =>
      [
        ...rulesOfRoom(rules, unit, documents),
        ...proceduresOf(rules, unit, documents),
        ...securityPapersOf(profile.office.security, unit, documents, today),
        ...staffOf(rules, unit, people),
        ...rosterOf(rules, unit, shifts.get(unit.organisationId) ?? [], week),
        ...roomsOf(rules, unit, { sheets, nameOf, today }),
      ].map((line) => ({
        organisationId: unit.organisationId,
        organisationName: unit.name,
        levelCode: unit.levelCode,
        ...line,
      })),
    );
    const lacking = new Set(shortfalls.map(({ organisationId }) => organisationId));
    // Who lacks something was asked for it, such as the office that runs the MCU and has no site.
    const obliged = readable.filter(
      ({ organisationId, siteIds, kind }) =>
        siteIds.length > 0 || kind === 'telecom' || lacking.has(organisationId),
    );
    const compliantCount = obliged.filter(({ organisationId }) => !lacking.has(organisationId)).length;
    return { shortfalls, unitCount: obliged.length, compliantCount };
  }

  async #shifts({ from, to }: Span): Promise<Map<string, Span[]>> {
    const rows = await this.#parts.database
      .selectFrom('roster_shift')
      .select(['organisation_id', 'starts_at', 'ends_at'])
      .where('ends_at', '>', new Date(from))
      .where('starts_at', '<', new Date(to))
      .execute();
    const spans = rows.map((row) => ({
      unit: row.organisation_id,
      from: row.starts_at.getTime(),
      to: row.ends_at.getTime(),
    }));
    return Map.groupBy(spans, ({ unit }) => unit);
  }
}

const filed = (documents: Filed, unit: StaffUnit, kind: string) =>
  documents.find((one) => one.organisationId === unit.organisationId && one.kind === kind);

function rulesOfRoom({ roomRules }: DirectoryRules, unit: StaffUnit, documents: Filed): Line[] {
  if (!roomRules || unit.siteIds.length === 0 || !inScope(roomRules.scope, unit)) return [];
  const document = filed(documents, unit, 'roomRules');
  if (document && (document.isPosted || !roomRules.posted)) return [];
  const subject = document ? 'roomRulesNotPosted' : 'roomRules';
  return [{ subject, kind: 'roomRules', label: '', cite: roomRules.cite }];
}

const proceduresOf = ({ procedures }: DirectoryRules, unit: StaffUnit, documents: Filed): Line[] =>
  procedures
    .filter(({ key, scope }) => inScope(scope, unit) && !filed(documents, unit, key))
    .map(({ key, label, cite }) => ({ subject: 'procedure', kind: key, label, cite }));

/**
 * The security plan, the approval of the gateway and what else the owner of a system has in writing: filed, and looked at
 * again within a year.
 *
 * @rule AC-22 (R-SEC-03, R-SEC-02; HB I.5; VP Đ5-1, Đ5-2; HN Đ8.1; BD Đ6.2, Đ6.4)
 */
const securityPapersOf = (
  { papers }: SecurityRules,
  unit: StaffUnit,
  documents: Filed,
  today: string,
): Line[] =>
  papers.flatMap(({ key, label, scope, cite }) => {
    if (!inScope(scope, unit)) return [];
    const document = filed(documents, unit, key);
    if (document && yearAfter(document.issuedOn) >= today) return [];
    return [{ subject: document ? 'securityPaperOld' : 'securityPaper', kind: key, label, cite }];
  });

/** The same day of the next year; of 29 February the first of March. */
const yearAfter = (day: string): string =>
  `${Number(day.slice(0, 4)) + 1}${day.slice(4) === '-02-29' ? '-03-01' : day.slice(4)}`;

const staffOf = (
  rules: DirectoryRules,
  unit: StaffUnit,
  people: Parameters<typeof staffingDeficits>[2],
): Line[] =>
  staffingDeficits(rules, [unit], people).map(({ label, present, required, cite }) => ({
    subject: 'staff',
    kind: null,
    label: `${label} (${present}/${required})`,
    cite: [...cite],
  }));

function rosterOf({ roundTheClock }: DirectoryRules, unit: StaffUnit, shifts: Span[], week: Span): Line[] {
  const rule = roundTheClock.find(({ scope }) => inScope(scope, unit));
  if (!rule || rosterGaps(shifts, week).length === 0) return [];
  return [{ subject: 'roster', kind: null, label: rule.label, cite: rule.cite }];
}

const roomsOf = (
  rules: DirectoryRules,
  unit: StaffUnit,
  {
    sheets,
    nameOf,
    today,
  }: {
    sheets: ReadonlyMap<string, readonly ConditionSheet[]>;
    nameOf: (siteId: string) => string;
    today: string;
  },
): Line[] =>
  unit.siteIds.flatMap((siteId) => {
    const { failed } = roomStanding(rules, sheets.get(siteId) ?? [], today);
    return rules.roomConditions
      .filter(({ key }) => failed.includes(key))
      .map(({ label, cite }) => ({
        subject: 'room',
        kind: null,
        label: `${nameOf(siteId)}: ${label}`.slice(0, 300),
        cite,
      }));
  });
