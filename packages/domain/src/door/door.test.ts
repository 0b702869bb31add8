import { ok } from '@nhipcau/base';
import {
  type Command,
  type ConferenceState,
  type Instant,
  instant,
  KNOCK_GONE_MS,
  type Knock,
  KnockId,
  MAX_ANSWERED_KNOCKS,
  MAX_KNOCKS,
} from '@nhipcau/contracts';
import { aSite, MeetingInHand, siteId, userId } from '@nhipcau/testkit';
import { describe, expect, test } from 'vitest';
import { refuse } from '../conference/stage-moves.ts';
import {
  admissionOf,
  applyDoor,
  type CallingEndpoint,
  decideDoor,
  goneKnocks,
  knock,
  leftDoor,
} from './door.ts';

const at = instant(1_000_000);
const id = (n: number) => KnockId.parse(`knock-${String(n).padStart(4, '0')}`);
const asks = (n: number, more: Partial<Knock> = {}): Knock => ({
  knockId: id(n),
  at,
  siteId: null,
  name: `Điểm lạ ${n}`,
  organisation: 'Sở A',
  person: 'Trần Văn B',
  phone: '0912 000 111',
  endpoint: null,
  why: 'unknownEndpoint',
  answer: null,
  ...more,
});
const roster = [aSite('province'), aSite('commune')];
const endpoint = (more: Partial<CallingEndpoint> = {}): CallingEndpoint => ({
  site: { siteId: siteId('commune'), isAdmitted: true },
  isApproved: true,
  isOfOtherMeeting: false,
  hasNoLink: false,
  ...more,
});
const by = { userId: userId('operator'), name: 'Người điều hành' };

describe('[CN-9] [R-CON-12] who comes in by itself', () => {
  test('a planned, admitted site by the room that was opened for this meeting, and nobody else', () => {
    expect(admissionOf(endpoint(), { roster })).toEqual({ kind: 'planned', siteId: 'commune' });
  });
  test.each([
    ['an endpoint nobody knows', { site: null }, 'unknownEndpoint'],
    ['a device that is not approved', { isApproved: false }, 'deviceNotApproved'],
    ['a site not admitted', { site: { siteId: siteId('commune'), isAdmitted: false } }, 'siteNotAdmitted'],
    ['a site not invited', { site: { siteId: siteId('other'), isAdmitted: true } }, 'notInvited'],
    ['a room of another meeting', { isOfOtherMeeting: true }, 'otherMeeting'],
    ['a planned site without a room link', { hasNoLink: true }, 'noLink'],
  ] as const)('%s waits', (_who, more, why) => {
    expect(admissionOf(endpoint(more), { roster })).toEqual({ kind: 'waits', why });
  });
});

const many = (count: number) => Array.from({ length: count }, (_, n) => asks(n));

test('[CN-10] [R-CON-12] as many wait as may; one more is told that there is no room, and answered ones do not count', () => {
  const { answer: _none, ...one } = asks(900);
  const full = many(MAX_KNOCKS);
  expect(knock({ knocks: full }, one)).toMatchObject({ error: { code: 'DOOR_FULL' } });
  const [first, ...others] = full;
  const answered = { ...first, answer: { kind: 'refused' as const, by, at, reason: 'Không rõ' } };
  expect(knock({ knocks: [answered as Knock, ...others] }, one)).toMatchObject({
    value: [{ type: 'door.knocked', knock: { knockId: id(900), answer: null } }],
  });
});

const decideIn = (
  knocks: Knock[],
  command: Extract<Command, { type: `door.${string}` }>,
  { isSeated = false, canInvite = true } = {},
) =>
  decideDoor({ knocks, roster }, command, {
    now: at,
    actor: by,
    isSeated: () => isSeated,
    invite: (site) =>
      canInvite
        ? ok([{ type: 'site.invited', entry: aSite(site) }])
        : refuse('SITE_NOT_ADMITTED', { siteId: site }),
  });
const admit = (site: string) =>
  ({ type: 'door.admit', knockId: id(1), siteId: siteId(site), reason: 'Đã gọi điện xác nhận' }) as const;

describe('[CN-11] [R-CON-12] the answer of the operator', () => {
  test('lets in as a site of the plan whose place is free, without inviting it anew', () => {
    expect(decideIn([asks(1)], admit('commune'))).toMatchObject({
      value: [
        {
          type: 'door.answered',
          answer: { kind: 'admitted', siteId: 'commune', endpoint: 'siteTerminal', by },
        },
      ],
    });
  });
  test('lets in beyond the plan by inviting the site with it', () => {
    const decided = decideIn([asks(1, { siteId: siteId('extra'), why: 'notInvited' })], admit('extra'));
    expect(decided).toMatchObject({ value: [{ type: 'site.invited' }, { type: 'door.answered' }] });
  });
  test('is what inviting says when the site cannot be invited', () => {
    expect(decideIn([asks(1)], admit('extra'), { canInvite: false })).toMatchObject({
      error: { code: 'SITE_NOT_ADMITTED' },
    });
  });
  test('lets nobody in over a room that is connected', () => {
    expect(decideIn([asks(1)], admit('commune'), { isSeated: true })).toMatchObject({
      error: { code: 'SITE_SEATED' },
    });
  });
  test('lets an endpoint whose site is known in as that site only', () => {
    expect(decideIn([asks(1, { siteId: siteId('extra') })], admit('commune'))).toMatchObject({
      error: { code: 'KNOCK_OTHER_SITE' },
    });
  });
  test('is given once: the second operator is told who was first, and who waits no more is unknown', () => {
    const answered = applyDoor([asks(1)], {
      type: 'door.answered',
      knockId: id(1),
      name: 'Điểm lạ 1',
      answer: { kind: 'refused', by, at, reason: 'Không rõ là ai' },
    });
    expect(decideIn(answered, admit('commune'))).toMatchObject({
      error: { code: 'KNOCK_ANSWERED', facts: { by: by.name } },
    });
    expect(decideIn([], admit('commune'))).toMatchObject({ error: { code: 'KNOCK_UNKNOWN' } });
  });
  test('says why not', () => {
    expect(
      decideIn([asks(1)], { type: 'door.refuse', knockId: id(1), reason: 'Không rõ là ai' }),
    ).toMatchObject({
      value: [{ type: 'door.answered', answer: { kind: 'refused', reason: 'Không rõ là ai' } }],
    });
  });
});

test('[CN-12] [R-CON-12] who does not ask again in time has gone, not a millisecond before', () => {
  const knocks = [asks(1)];
  const gone = (now: number, askedAt: number) =>
    goneKnocks({ knocks }, () => askedAt as Instant, instant(now));
  expect(gone(5_000 + KNOCK_GONE_MS - 1, 5_000)).toEqual([]);
  expect(gone(5_000 + KNOCK_GONE_MS, 5_000)).toEqual([
    { type: 'door.left', knockId: id(1), name: 'Điểm lạ 1' },
  ]);
  expect(leftDoor({ knocks }, id(1))).toHaveLength(1);
  expect(leftDoor({ knocks }, id(2))).toEqual([]);
});

test('[CN-12] of those who were answered the last are kept; the end of the meeting ends all waiting', () => {
  let knocks: Knock[] = [];
  for (let n = 0; n < MAX_ANSWERED_KNOCKS + 3; n += 1) {
    knocks = applyDoor(knocks, { type: 'door.knocked', knock: asks(n) });
    knocks = applyDoor(knocks, {
      type: 'door.answered',
      knockId: id(n),
      name: '',
      answer: { kind: 'refused', by, at, reason: 'Không rõ' },
    });
  }
  expect(knocks.map(({ knockId }) => knockId)).toEqual(
    Array.from({ length: MAX_ANSWERED_KNOCKS }, (_, n) => id(n + 3)),
  );
  const meeting = MeetingInHand.live();
  meeting.state = { ...meeting.state, knocks: [asks(1)] } satisfies ConferenceState;
  meeting.give({ type: 'meeting.end' });
  expect(meeting.state.knocks).toEqual([]);
});
