import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeetingId, NodeId, SeatId } from '@nhipcau/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadResumeKey, ResumeTokens } from './resume-tokens.ts';
import { isStillPicture } from './still-picture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nhipcau-resume-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const claims = {
  nodeId: NodeId.parse('hb'),
  meetingId: MeetingId.parse('m1'),
  seatId: SeatId.parse('site:a'),
  generation: 7,
};

test('[R-CON-13] a token is read back by the node that issued it, also after a restart', () => {
  const file = join(folder, 'data', 'resume.key');
  const token = new ResumeTokens(loadResumeKey(file)).issue(claims);
  expect(new ResumeTokens(loadResumeKey(file)).read(token)).toEqual(claims);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('[R-CON-13] a token that was changed, cut, or issued by another node is none', () => {
  const tokens = new ResumeTokens(Buffer.alloc(32, 1));
  const token = tokens.issue(claims);
  const [body = '', signature = ''] = token.split('.');
  const other = Buffer.from(JSON.stringify({ ...claims, seatId: 'site:b' })).toString('base64url');
  for (const bad of [`${other}.${signature}`, body, `${body}.`, `.${signature}`, `${token}.x`, '', 'a.b'])
    expect(tokens.read(bad), bad).toBe(null);
  expect(new ResumeTokens(Buffer.alloc(32, 2)).read(token)).toBe(null);
});

test('a key file of the wrong length stops the start instead of weakening every token', () => {
  const file = join(folder, 'short.key');
  writeFileSync(file, 'AAAA');
  expect(() => loadResumeKey(file)).toThrow('wrong length');
});

test('a still picture begins and ends like a JPEG and has a size', () => {
  const jpeg = (inside: number) =>
    Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
      Buffer.alloc(inside, 7),
      Buffer.from([0xff, 0xd9]),
    ]);
  expect(isStillPicture(jpeg(500).toString('base64'))).toBe(true);
  expect(isStillPicture(jpeg(10).toString('base64'))).toBe(false);
  expect(isStillPicture(jpeg(30_000).toString('base64'))).toBe(false);
  expect(isStillPicture(jpeg(500).subarray(1).toString('base64'))).toBe(false);
  expect(isStillPicture(jpeg(500).subarray(0, -1).toString('base64'))).toBe(false);
  expect(isStillPicture('<svg onload=alert(1)>')).toBe(false);
});
