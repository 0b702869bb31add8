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
    ['NHIPCAU_MAX_SITES', '2001'],
    ['NHIPCAU_MAX_SITES', '1'],
    ['DATABASE_URL', 'mysql://x'],
  ])('names %s when it is %s', (name, value) => {
    expect(() => readConfig({ ...enough, [name]: value })).toThrow(name);
  });

  test('never repeats a value, which may be a secret', () => {
    expect(() => readConfig({ ...enough, DATABASE_URL: 'secret-word' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret-word') }),
    );
  });

  test('[R-LOG-06] authorities of digital signatures come from a file with certificates in it', () => {
    const with_ = (file: string) => () => readConfig({ ...enough, NHIPCAU_SIGNATURE_AUTHORITIES_FILE: file });
    expect(readConfig(enough).signatureAuthorities).toEqual([]);
    expect(with_('/no/such/file')).toThrow('NHIPCAU_SIGNATURE_AUTHORITIES_FILE: its file cannot be read');
    expect(with_('/dev/null')).toThrow('NHIPCAU_SIGNATURE_AUTHORITIES_FILE: needs certificates in PEM');
  });

  test('a secret whose file cannot be read is refused by the name of its variable', () => {
    const sms = { NHIPCAU_SMS_URL: 'https://sms.example.vn/send', NHIPCAU_SMS_SENDER: 'UBND' };
    expect(() => readConfig({ ...enough, ...sms, NHIPCAU_SMS_TOKEN_FILE: '/no/such/file' })).toThrow(
      'NHIPCAU_SMS_TOKEN_FILE: its file cannot be read (ENOENT)',
    );
  });

  test.each([
    ['NHIPCAU_SMS_URL', { NHIPCAU_SMS_URL: 'https://sms.example.vn/send' }],
    ['NHIPCAU_ZALO_APP_ID', { NHIPCAU_ZALO_APP_ID: '123' }],
  ])('[R-NTC-05] a gateway that is only half named is refused: %s', (name, half) => {
    expect(() => readConfig({ ...enough, ...half })).toThrow(name);
    expect(readConfig(enough)).toMatchObject({ sms: null, zalo: null });
  });

  test('[R-NTC-05] what is told to a gateway elsewhere goes over TLS only', () => {
    const sms = {
      NHIPCAU_SMS_URL: 'http://sms.example.vn/send',
      NHIPCAU_SMS_TOKEN_FILE: '/dev/null',
      NHIPCAU_SMS_SENDER: 'UBND',
    };
    expect(() => readConfig({ ...enough, ...sms })).toThrow('NHIPCAU_SMS_URL');
  });

  test('refuses an address that others reach without TLS, unless it is allowed explicitly', () => {
    const open = { ...enough, NHIPCAU_SERVER_HOST: '0.0.0.0' };
    expect(() => readConfig(open)).toThrow('NHIPCAU_SERVER_HOST');
    expect(readConfig({ ...open, NHIPCAU_ALLOW_PLAIN: 'true' }).host).toBe('0.0.0.0');
    expect(readConfig({ ...open, NHIPCAU_BEHIND_TLS_PROXY: 'true' }).behindTlsProxy).toBe(true);
  });
});
