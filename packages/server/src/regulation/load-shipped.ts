import type { CalendarDay, WorkingCalendar } from '@nhipcau/contracts';
import type { ClientBase } from 'pg';
import { readCalendar, readProfiles } from './shipped.ts';

interface Shipped {
  readonly profiles: ReturnType<typeof readProfiles>;
  readonly calendar: WorkingCalendar;
}

/**
 * Puts in what this release knows and the database does not: new versions of regulations, and years of the calendar
 * that lie beyond its present end. What is there already, and what officers changed, stays.
 *
 * Call it inside a transaction.
 */
export async function loadShipped(
  client: ClientBase,
  { profiles, calendar }: Shipped = { profiles: readProfiles(), calendar: readCalendar() },
): Promise<void> {
  for (const profile of profiles)
    await client.query(
      `insert into regulation_profile (locality, version, valid_from, valid_to, document)
       values ($1, $2, $3, $4, $5)
       on conflict (locality, version) do update set document = excluded.document
         where coalesce((regulation_profile.document ->> 'format')::integer, 1) < (excluded.document ->> 'format')::integer`,
      [profile.locality, profile.version, profile.validFrom, profile.validTo, JSON.stringify(profile)],
    );
  await extendCalendar(client, calendar);
}

async function extendCalendar(client: ClientBase, calendar: WorkingCalendar): Promise<void> {
  const { rows } = await client.query<{ version: number; from_on: string; to_on: string }>(
    'select version, from_on::text, to_on::text from calendar_version order by version desc limit 1',
  );
  const [newest] = rows;
  if (newest && newest.to_on >= calendar.to) return;
  const version = (newest?.version ?? 0) + 1;
  await client.query(
    `insert into calendar_version (version, reason, weekly_rest, from_on, to_on) values ($1, $2, $3, $4, $5)`,
    [
      version,
      'Lịch kèm theo bản phát hành',
      calendar.weeklyRest,
      newest?.from_on ?? calendar.from,
      calendar.to,
    ],
  );
  const days = calendar.days.filter(({ date }) => !newest || date > newest.to_on);
  for (const day of days) await client.query(INSERT_DAY, valuesOf(day, version));
}

const INSERT_DAY = `insert into calendar_day (on_day, scope_kind, scope_id, type, name, ends_at, status, source, since_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`;

function valuesOf(
  { date, scope, type, name, endsAt, status, source }: CalendarDay,
  version: number,
): unknown[] {
  return [date, scope.kind, scopeId(scope), type, name, endsAt, status, source, version];
}

/** What a scope is stored by; empty for the nation. */
export function scopeId(scope: CalendarDay['scope']): string {
  switch (scope.kind) {
    case 'nation':
      return '';
    case 'province':
      return scope.locality;
    case 'organisation':
      return scope.organisationId;
  }
}
