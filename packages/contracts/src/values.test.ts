import { describe, expect, test } from 'vitest';
import { Layout, LayoutKind, layoutCapacity, TreeNode } from './conference/stage.ts';
import { Instant, instant, NodeId, SeatId, SiteId, seatOfSite } from './ids.ts';
import { StreamAnnounced, StreamId } from './link/link.ts';
import { IceCandidate, RtpCapabilities, SrtpParameters } from './room/media.ts';
import { JoinRoom, MAX_STILL_BASE64, roomNode } from './room/signalling.ts';
import { TicketClaims, TicketSeat } from './room/ticket.ts';

const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

describe('ids', () => {
  test.each(['a', 'hb-dabac', '17.150.1', 'x:y_z', `a${'b'.repeat(63)}`])('%s is one', (id) => {
    expect(takes(SiteId, id)).toBe(true);
  });
  test.each(['', '-a', '.a', 'a/b', 'a b', 'ă', 'a\n', '__proto__', `a${'b'.repeat(64)}`, 7, null, ['a']])(
    '%j is none',
    (id) => {
      expect(takes(NodeId, id)).toBe(false);
    },
  );
  test('the seat of a site says so, for the longest name as well', () => {
    expect(seatOfSite(SiteId.parse('17.150'))).toBe('site:17.150');
    expect(seatOfSite(SiteId.parse(`a${'b'.repeat(63)}`))).toHaveLength(69);
  });
  test.each(['site:', 'monitor:-x', 'other:x', 'site:a/b', 'SITE:a', `site:${'a'.repeat(76)}`])(
    '%s is no seat',
    (seat) => {
      expect(takes(SeatId, seat)).toBe(false);
    },
  );
});

describe('instants', () => {
  test.each([
    [0, true],
    [1_772_413_200_000, true],
    [8_640_000_000_000_000, true],
    [8_640_000_000_000_001, false],
    [-1, false],
    [0.5, false],
    ['0', false],
    [Number.NaN, false],
    [Number.POSITIVE_INFINITY, false],
  ])('%s: %s', (value, expected) => {
    expect(takes(Instant, value)).toBe(expected);
  });
  test('fractions of a millisecond are rounded when one is made', () => {
    expect(instant(12.6)).toBe(13);
    expect(() => instant(-1)).toThrow();
  });
});

describe('layouts', () => {
  test.each(LayoutKind.options)('[R-CDT-04] %s has exactly its panes', (kind) => {
    const panes = (count: number) => ({
      kind,
      slots: Array.from({ length: count }, () => ({ kind: 'empty' })),
    });
    expect(takes(Layout, panes(layoutCapacity[kind]))).toBe(true);
    expect(takes(Layout, panes(layoutCapacity[kind] - 1))).toBe(false);
    expect(takes(Layout, panes(layoutCapacity[kind] + 1))).toBe(false);
  });
  test.each([
    { kind: 'site' },
    { kind: 'site', siteId: '' },
    { kind: 'empty', siteId: 'a' },
    { kind: 'content', siteId: 'a' },
    { kind: 'video' },
    'a',
    null,
  ])('[R-CDT-04] a pane is not %j', (slot) => {
    expect(takes(Layout, { kind: 'full', slots: [slot] })).toBe(false);
  });
});

test.each([
  [{ version: 1, ticket: 't' }, true],
  [{ version: 1, resume: 'r' }, true],
  [{ version: 1 }, false],
  [{ version: 1, ticket: 't', resume: 'r' }, false],
  [{ version: '1', ticket: 't' }, false],
  [{ version: 1, ticket: 't'.repeat(2_001) }, false],
])('who joins shows exactly one of ticket and resume: %j', (join, expected) => {
  expect(takes(JoinRoom, join)).toBe(expected);
});

test.each([
  ['hb/s1/camera/1', true],
  ['hb/s1/mic/999', true],
  ['hb/s1/screen/1', false],
  ['hb/s1/camera/', false],
  ['hb/s1/camera/-1', false],
  ['hb/s1/x/camera/1', false],
  ['/s1/camera/1', false],
  ['hb/s1/camera/1\n', false],
  [`${'h'.repeat(190)}/s/camera/1`, false],
])('a stream is named %s: %s', (streamId, expected) => {
  expect(takes(StreamId, streamId)).toBe(expected);
});

test('an announcement names the nodes it came through, at least one and at most seven', () => {
  const announced = (nodes: number) => ({
    streamId: 'n0/s1/camera/1',
    siteId: 's1',
    source: 'camera',
    kind: 'video',
    muted: false,
    path: Array.from({ length: nodes }, (_, at) => `n${at}`),
  });
  expect([0, 1, 7, 8].map((nodes) => takes(StreamAnnounced, announced(nodes)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each([
  ['ws://127.0.0.1:7101', true],
  ['wss://hb.example.vn/link', true],
  ['http://127.0.0.1', false],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['127.0.0.1:7101', false],
])('a node is reached at %s: %s', (linkUrl, expected) => {
  const node = { nodeId: 'hb', parentId: null, name: 'Hoà Bình', linkUrl, publicKey: 'A'.repeat(44) };
  expect(takes(TreeNode, node)).toBe(expected);
});

describe('media structures that pass through', () => {
  test('are taken as they are, up to their size', () => {
    const capabilities = { codecs: [{ kind: 'audio', parameters: { minptime: 10 } }], headerExtensions: [] };
    expect(RtpCapabilities.parse(capabilities)).toEqual(capabilities);
    expect(takes(RtpCapabilities, { a: 'x'.repeat(39_000) })).toBe(true);
    expect(takes(RtpCapabilities, { a: 'x'.repeat(40_000) })).toBe(false);
    expect(takes(IceCandidate, { candidate: 'x'.repeat(2_000) })).toBe(false);
  });
  test('are objects', () => {
    for (const value of [null, [], 'x', 1]) expect(takes(RtpCapabilities, value)).toBe(false);
  });
  test('are not nested without end', () => {
    const nested = (levels: number): unknown =>
      JSON.parse(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`);
    expect(takes(RtpCapabilities, nested(11))).toBe(true);
    expect(takes(RtpCapabilities, nested(12))).toBe(false);
    expect(takes(RtpCapabilities, nested(100_000))).toBe(false);
  });
  test('a pipe speaks one cipher', () => {
    expect(takes(SrtpParameters, { cryptoSuite: 'AEAD_AES_256_GCM', keyBase64: 'a2V5' })).toBe(true);
    expect(takes(SrtpParameters, { cryptoSuite: 'AES_CM_128_HMAC_SHA1_80', keyBase64: 'a2V5' })).toBe(false);
  });
});

test.each([
  ['/9j/', true],
  [`${'A'.repeat(MAX_STILL_BASE64 - 2)}==`, true],
  ['A'.repeat(MAX_STILL_BASE64 + 1), false],
  ['', false],
  ['data:image/jpeg;base64,AAAA', false],
  ['<svg onload=alert(1)>', false],
])('a still picture is bounded base64: %#', (jpegBase64, expected) => {
  expect(takes(roomNode.notes['still.put'], { jpegBase64 })).toBe(expected);
});

describe('tickets', () => {
  const claims = {
    aud: 'hb',
    jti: 'abcdefgh',
    iat: 1,
    exp: 2,
    meetingId: 'm1',
    seat: { kind: 'site', siteId: 's1' },
  };
  test('carry node, meeting and seat; what a token library adds is left out', () => {
    expect(TicketClaims.parse({ ...claims, iss: 'server', nbf: 1 })).toEqual(claims);
  });
  test.each(Object.keys(claims))('miss nothing: %s', (key) => {
    expect(takes(TicketClaims, { ...claims, [key]: undefined })).toBe(false);
  });
  test.each([
    { kind: 'site' },
    { kind: 'site', siteId: 's1', monitorId: 'm' },
    { kind: 'monitor', monitorId: '' },
    { kind: 'monitor', monitorId: 'a/b' },
    { kind: 'operator' },
  ])('are for a seat, not for %j', (seat) => {
    expect(takes(TicketSeat, seat)).toBe(false);
  });
});
