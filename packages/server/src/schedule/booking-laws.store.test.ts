import { aRegistration, FakeClock } from '@nhipcau/testkit';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../database/database.ts';
import { RegistrationDesk } from '../testing/registration-desk.ts';
import { TestInstallation } from '../testing/test-installation.ts';

const clock = new FakeClock(Date.parse('2026-11-02T08:00:00+07:00'));
const start = Date.parse('2026-11-12T08:00:00+07:00');
const PORTS = 3;

let installation: TestInstallation;
let connections: Database[];
let meetingId: string;

beforeAll(async () => {
  installation = await TestInstallation.open({ clock });
  const desk = new RegistrationDesk(installation);
  await desk.moveTo('ha-noi');
  meetingId = (await desk.create('clerk', aRegistration(start))).body.registration.meetingId;
  connections = [0, 1].map(() => openDatabase(installation.databaseUrl, () => {}));
  await installation.database
    .insertInto('schedule_capacity')
    .values({ resource_kind: 'mcu', resource_id: 'hb', available: PORTS })
    .execute();
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.destroy()));
  await installation.close();
});

const anOperation = fc.record({
  act: fc.constantFrom('book', 'book', 'move', 'cancel'),
  thing: fc.constantFrom('p-district', 'p-commune', 'hb'),
  from: fc.integer({ min: 0, max: 8 }),
  hours: fc.integer({ min: 1, max: 4 }),
  units: fc.integer({ min: 1, max: 3 }),
});
type Operation = typeof anOperation extends fc.Arbitrary<infer T> ? T : never;

/** What the database refuses is refused, and nothing else comes of it. */
async function carryOut(database: Database, { act, thing, from, hours, units }: Operation): Promise<boolean> {
  const kind = thing === 'hb' ? 'mcu' : 'room';
  const at = new Date(start + from * 3_600_000);
  const span = sql`tstzrange(${at}, ${new Date(at.getTime() + hours * 3_600_000)})`;
  const one = sql`(select id from booking where resource_id = ${thing} order by id limit 1)`;
  const statement =
    act === 'book'
      ? sql`insert into booking (resource_kind, resource_id, during, meeting_id, kind, is_firm, units)
          values (${kind}, ${thing}, ${span}, ${meetingId}, 'official', true, ${kind === 'mcu' ? units : 1})`
      : act === 'move'
        ? sql`update booking set during = ${span} where id = ${one}`
        : sql`delete from booking where id = ${one}`;
  try {
    await statement.execute(database);
    return true;
  } catch (cause) {
    const constraint = cause instanceof Error && 'constraint' in cause ? cause.constraint : null;
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    // 40P01: two waited for each other; the database let one go.
    expect(
      code === '40P01' || ['booking_one_at_a_time', 'booking_within_capacity'].includes(String(constraint)),
    ).toBe(true);
    return false;
  }
}

async function broken(): Promise<{ overlaps: number; most: number }> {
  const { rows } = await sql<{ overlaps: string; most: number }>`
    select (select count(*) from booking a join booking b on a.id < b.id and a.resource_id = b.resource_id
        and a.during && b.during and a.is_firm and b.is_firm and a.resource_kind = 'room') as overlaps,
      most_taken('mcu', 'hb', tstzrange(${new Date(start)}, ${new Date(start + 24 * 3_600_000)}))::integer as most`.execute(
    installation.database,
  );
  return { overlaps: Number(rows[0]?.overlaps), most: rows[0]?.most ?? 0 };
}

test('[R-SCH-01] [R-SCH-07] whatever two connections book, move and cancel at once, nothing is taken twice', async () => {
  const accepted = { yes: 0, no: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(anOperation, anOperation), { minLength: 3, maxLength: 12 }),
      async (rounds) => {
        await installation.database.deleteFrom('booking').execute();
        for (const pair of rounds) {
          const done = await Promise.all(
            connections.map((connection, index) => {
              const operation = pair[index];
              return operation ? carryOut(connection, operation) : true;
            }),
          );
          for (const isDone of done) accepted[isDone ? 'yes' : 'no'] += 1;
        }
        const { overlaps, most } = await broken();
        expect(overlaps).toBe(0);
        expect(most).toBeLessThanOrEqual(PORTS);
      },
    ),
    { numRuns: 25 },
  );
  // The test tells something only when both happened.
  expect(accepted.yes).toBeGreaterThan(20);
  expect(accepted.no).toBeGreaterThan(20);
});
