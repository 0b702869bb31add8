import {
  type MeetingId,
  OrganisationId,
  type RegistrationData,
  RegistrationDetail,
  RegistrationRulesReply,
  SiteId,
} from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import {
  type DraftData,
  differences,
  emptyDraft,
  faultsIn,
  kindOfHost,
  malformedIn,
  statedIn,
  withSites,
} from './draft-data.ts';
import { DraftKeeper, type DraftServer } from './draft-keeper.ts';

const rules = RegistrationRulesReply.parse({
  locality: 'ha-noi',
  kinds: [
    { key: 'leadership', name: 'Lãnh đạo chủ trì', selfOrganised: false, chairBodies: ['committee'] },
    { key: 'agency', name: 'Cơ quan chủ trì', selfOrganised: false, chairBodies: ['agency'] },
  ],
  urgencyNames: { planned: 'thông thường', urgent: 'đột xuất' },
  purposes: [
    { key: 'a', name: 'A' },
    { key: 'b', name: 'B' },
  ],
  urgentCauses: [],
  channels: { planned: [], urgent: [] },
  chairBodies: [{ key: 'agency', name: 'Cơ quan' }],
  fields: [],
  allowsSecret: true,
  hosts: [{ organisationId: 'o-yte', name: 'Sở Y tế', kinds: ['leadership', 'agency'] }],
});
const department = {
  organisationId: OrganisationId.parse('o-yte'),
  code: 'SYT',
  name: 'Sở Y tế',
  levelCode: 'province',
  kind: 'department',
  parentId: null,
  address: null,
  telephone: null,
  email: null,
} as const;
/** Tuesday 24 November 2026, 9:00 in Hà Nội. */
const NOW = Date.parse('2026-11-24T02:00:00Z');
const place = { now: NOW, timeZone: 'Asia/Ho_Chi_Minh' };

function aDraft(more: Partial<DraftData> = {}): DraftData {
  const draft = emptyDraft(rules, [department], place);
  if (!draft) throw new Error('no draft');
  return { ...draft, title: 'Giao ban tháng', ...more };
}

test('[R-REG-03] a new registration begins a week ahead at eight, as a meeting that its host usually chairs', () => {
  const draft = aDraft();
  expect(new Date(draft.official.start).toISOString()).toBe('2026-12-01T01:00:00.000Z');
  expect(draft).toMatchObject({ kind: 'agency', chairBody: 'agency', purpose: null });
});

test('[RE-15] a new registration begins with a kind its host may hold, and keeps one when the host changes', () => {
  const host = rules.hosts[0];
  if (!host) throw new Error('no host');
  const idle = { ...host, organisationId: OrganisationId.parse('o-khac'), kinds: [] };
  const only = { ...rules, hosts: [idle, { ...host, kinds: ['leadership'] }] };
  expect(emptyDraft(only, [department], place)).toMatchObject({
    kind: 'leadership',
    chairBody: 'committee',
    hostOrganisationId: 'o-yte',
  });
  expect(kindOfHost(only, 'o-yte', 'agency')).toBe('leadership');
  expect(kindOfHost(only, 'o-yte', 'leadership')).toBe('leadership');
  expect(kindOfHost(only, 'o-khac', 'agency')).toBe('agency');
});

test('who may register for nobody gets no form', () => {
  expect(emptyDraft({ ...rules, hosts: [] }, [], place)).toBeNull();
});

test('half a telephone number is kept in the form, named, and not sent', () => {
  const draft = aDraft({ technician: { name: 'Kỹ thuật viên', phone: '09' } });
  expect(malformedIn(draft)).toEqual(['technician.phone']);
  expect(faultsIn(draft).get('technician.phone')).toBe('malformed');
  expect(statedIn(draft)?.technician).toBeNull();
  expect(statedIn(draft)?.title).toBe('Giao ban tháng');
});

test.each([
  ['', 'missing'],
  ['   ', 'missing'],
  ['Đ'.repeat(200_000), 'tooLong'],
] as const)('[R-REG-01] a title is told apart: nothing, or too much of it', (title, fault) => {
  expect([...faultsIn(aDraft({ title }))]).toEqual([['title', fault]]);
});

test('what was emptied again is nothing', () => {
  const draft = aDraft({
    basis: { number: ' ', issuedOn: null, issuer: '' },
    technician: { name: '', phone: '' },
    upstream: { body: '', document: null },
  });
  expect(malformedIn(draft)).toEqual([]);
  expect(statedIn(draft)).toMatchObject({ basis: null, technician: null, upstream: null });
});

test('a group is added to the sites without touching what was entered for them', () => {
  const [one, two] = [SiteId.parse('s-1'), SiteId.parse('s-2')];
  const first = withSites([], [one]).map((site) => ({ ...site, attendance: 40 }));
  const both = withSites(first, [two, one]);
  expect(both.map(({ siteId, attendance }) => [siteId, attendance])).toEqual([
    ['s-1', 40],
    ['s-2', null],
  ]);
});

const detailOf = (data: RegistrationData, revision: number) =>
  RegistrationDetail.parse({
    registration: {
      meetingId: 'm-1',
      fileNumber: '2026/0001',
      locality: 'ha-noi',
      regulationVersion: 1,
      state: 'draft',
      revision,
      data,
      reception: null,
      lateReason: null,
      lateRequest: null,
      createdBy: 'u-1',
      createdAt: NOW,
      registeredAt: null,
      decidedAt: null,
      confirmedAt: null,
    },
    hostName: 'Sở Y tế',
    kindName: 'Cơ quan chủ trì',
    siteNames: {},
    moves: [],
    acts: ['submit'],
    mayChange: true,
    approval: null,
  });

class Refusal extends Error {}

/** A server with one file: it refuses what was made on an older revision. */
function aServer() {
  let stored: { data: RegistrationData; revision: number } | null = null;
  const current = () => {
    if (!stored) throw new Error('nothing stored');
    return detailOf(stored.data, stored.revision);
  };
  const server: DraftServer = {
    create: async (data) => {
      stored = { data, revision: 1 };
      return current();
    },
    change: async (_meetingId: MeetingId, { revision, data }) => {
      if (stored?.revision !== revision) throw new Refusal('REGISTRATION_CHANGED_MEANWHILE');
      stored = { data, revision: revision + 1 };
      return current();
    },
    fetch: async () => current(),
  };
  const byOther = (change: Partial<RegistrationData>) => {
    if (stored) stored = { data: { ...stored.data, ...change }, revision: stored.revision + 1 };
  };
  return { server, byOther, stored: () => stored };
}

function aShelf() {
  const kept = new Map<string, string>();
  return {
    kept,
    read: (key: string) => kept.get(key) ?? null,
    write: (key: string, text: string) => void kept.set(key, text),
    remove: (key: string) => void kept.delete(key),
  };
}

const keeperWith = (
  server: DraftServer,
  shelf: ReturnType<typeof aShelf>,
  start: { values: DraftData; detail: RegistrationDetail | null },
) =>
  new DraftKeeper(
    {
      server,
      shelf,
      codeOf: (cause) => (cause instanceof Refusal ? cause.message : 'DISCONNECTED'),
      shelfKey: (meetingId) => `u-1 ${meetingId ?? 'new'}`,
    },
    start,
  );

test('every key is on the shelf at once and comes back after a reload', () => {
  const shelf = aShelf();
  keeperWith(aServer().server, shelf, { values: aDraft(), detail: null }).change({ title: 'Họp báo' });
  const again = keeperWith(aServer().server, shelf, { values: aDraft({ title: '' }), detail: null });
  expect(again.store.get()).toMatchObject({ isRestored: true, phase: 'unsaved' });
  expect(again.store.get().values.title).toBe('Họp báo');
});

test('[R-REG-13] a state secret does not wait on the machine', () => {
  const shelf = aShelf();
  const keeper = keeperWith(aServer().server, shelf, { values: aDraft(), detail: null });
  keeper.change({ title: 'Họp báo' });
  keeper.change({ secret: { declared: true, protectionPlan: null } });
  expect(shelf.kept.size).toBe(0);
});

test('something foreign on the shelf is left alone', () => {
  const shelf = aShelf();
  shelf.write('u-1 new', '{"title": 7');
  expect(keeperWith(aServer().server, shelf, { values: aDraft(), detail: null }).store.get().isRestored).toBe(
    false,
  );
});

test('saved: the server has it and the shelf is empty', async () => {
  const shelf = aShelf();
  const { server, stored } = aServer();
  const keeper = keeperWith(server, shelf, { values: aDraft(), detail: null });
  keeper.change({ venue: 'Tầng 2' });
  expect(await keeper.save()).toBe(true);
  expect(keeper.store.get().phase).toBe('saved');
  expect(shelf.kept.size).toBe(0);
  keeper.change({ venue: 'Tầng 3' });
  expect(await keeper.save()).toBe(true);
  expect(stored()).toMatchObject({ revision: 2, data: { venue: 'Tầng 3' } });
});

test('keys pressed while it is being saved are not lost', async () => {
  const shelf = aShelf();
  const { server } = aServer();
  const keeper = keeperWith(server, shelf, { values: aDraft(), detail: null });
  const saving = keeper.save();
  keeper.change({ venue: 'Tầng 5' });
  expect(await saving).toBe(false);
  expect(keeper.store.get()).toMatchObject({ phase: 'unsaved', values: { venue: 'Tầng 5' } });
  expect(shelf.kept.get('u-1 m-1')).toContain('Tầng 5');
  expect(shelf.kept.has('u-1 new')).toBe(false);
});

test('two savings at once are one file', async () => {
  const { server, stored } = aServer();
  const keeper = keeperWith(server, aShelf(), { values: aDraft(), detail: null });
  await Promise.all([keeper.save(), keeper.save()]);
  expect(stored()?.revision).toBe(1);
});

test('[R-REG-17] somebody else was faster: both sides stand there, and either can be taken', async () => {
  const { server, byOther, stored } = aServer();
  const keeper = keeperWith(server, aShelf(), { values: aDraft(), detail: null });
  await keeper.save();
  byOther({ venue: 'Hội trường lớn' });
  keeper.change({ content: 'Nội dung của tôi' });
  expect(await keeper.save()).toBe(false);
  const { phase, theirs, values } = keeper.store.get();
  expect(phase).toBe('conflict');
  expect(theirs && differences(values, theirs.registration.data)).toEqual(['content', 'venue']);
  expect(await keeper.keepMine()).toBe(true);
  expect(stored()?.data).toMatchObject({ content: 'Nội dung của tôi', venue: null });
});

test('[R-REG-17] theirs can be taken, ours is gone then', async () => {
  const { server, byOther } = aServer();
  const keeper = keeperWith(server, aShelf(), { values: aDraft(), detail: null });
  await keeper.save();
  byOther({ venue: 'Hội trường lớn' });
  keeper.change({ venue: 'Tầng 1' });
  await keeper.save();
  keeper.takeTheirs();
  expect(keeper.store.get()).toMatchObject({
    phase: 'saved',
    theirs: null,
    values: { venue: 'Hội trường lớn' },
  });
});

test('without a line it says so and keeps everything', async () => {
  const shelf = aShelf();
  const { server } = aServer();
  const cut: DraftServer = { ...server, create: () => Promise.reject(new Error('no line')) };
  const keeper = keeperWith(cut, shelf, { values: aDraft(), detail: null });
  keeper.change({ venue: 'Tầng 2' });
  expect(await keeper.save()).toBe(false);
  expect(keeper.store.get()).toMatchObject({ phase: 'failed', code: 'DISCONNECTED' });
  expect(shelf.kept.get('u-1 new')).toContain('Tầng 2');
});

test('a title of two letters is not sent', async () => {
  const { server, stored } = aServer();
  const keeper = keeperWith(server, aShelf(), { values: aDraft({ title: 'Họ' }), detail: null });
  expect(await keeper.save()).toBe(false);
  expect(stored()).toBeNull();
});
