import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** Fields that must never be written, wherever they appear at the first two levels of a log entry. */
const SECRET_FIELDS = [
  'ticket',
  'resume',
  'token',
  'secret',
  'signature',
  'privateKey',
  'password',
  'keyBase64',
  'srtpParameters',
  'iceParameters',
  'dtlsParameters',
  'jpegBase64',
];

/** Structured log on standard output. Tokens, keys and ICE credentials are cut out. */
export function createLogger(
  { level, nodeId }: { level: string; nodeId: string },
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: { node: nodeId },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[cut]' },
  };
  return destination ? pino(options, destination) : pino(options);
}
