import { IceServer } from '@nhipcau/contracts';
import { expect, test } from 'vitest';
import { TURN_CREDENTIALS_S, turnServersFor } from './turn-credentials.ts';

const turn = { urls: ['turns:turn.example:443?transport=tcp'], secret: 'chung' };

test('[R-MCU-01] a room is given a name that ends and the password that follows from it', () => {
  const [server] = turnServersFor(turn, 'site:commune', 1_000_500);
  expect(IceServer.parse(server)).toEqual({
    urls: turn.urls,
    username: `${1_000 + TURN_CREDENTIALS_S}:site:commune`,
    // printf '4600:site:commune' | openssl dgst -sha1 -hmac chung -binary | base64
    credential: 'RQTfI5FfzPQg4mxhAVPSSrDwBwg=',
  });
  expect(turnServersFor(turn, 'site:other', 1_000_500)[0]?.credential).not.toBe(server?.credential);
});

test('without TURN in the configuration a room is given none', () => {
  expect(turnServersFor(null, 'site:commune', 0)).toEqual([]);
});
