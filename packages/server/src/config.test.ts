import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const enough = { DATABASE_URL: 'postgresql://u:secret@127.0.0.1/db', NHIPCAU_DATA_DIR: '/data' };

describe('configuration', () => {
  test('needs a database and a data folder; the rest has a default', () => {
    expect(readConfig(enough)).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      allowedOrigins: [],
      behindTlsProxy: false,
    });
    expect(() => readConfig({})).toThrow(/DATABASE_URL.*NHIPCAU_DATA_DIR/);
  });

  test.each([
    ['NHIPCAU_SERVER_PORT', '99999'],
    ['NHIPCAU_SERVER_PORT', 'http'],
    ['NHIPCAU_ALLOWED_ORIGINS', 'not an origin'],
    ['NHIPCAU_LOG_LEVEL', 'loud'],
    ['NHIPCAU_BEHIND_TLS_PROXY', 'yes'],
    ['DATABASE_URL', 'mysql://x'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readConfig({ ...enough, [name]: value })).toThrow(name);
  });

  test('never repeats a value, which may be a secret', () => {
    expect(() => readConfig({ ...enough, DATABASE_URL: 'secret-word' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret-word') }),
    );
  });

  test('refuses an address that others reach without TLS, unless it is allowed explicitly', () => {
    const open = { ...enough, NHIPCAU_SERVER_HOST: '0.0.0.0' };
    expect(() => readConfig(open)).toThrow('NHIPCAU_SERVER_HOST');
    expect(readConfig({ ...open, NHIPCAU_ALLOW_PLAIN: 'true' }).host).toBe('0.0.0.0');
    expect(readConfig({ ...open, NHIPCAU_BEHIND_TLS_PROXY: 'true' }).behindTlsProxy).toBe(true);
  });
});
