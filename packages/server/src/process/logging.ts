import { type DestinationStream, type Logger, pino } from 'pino';

/** Tokens, passwords, tickets and names of people never enter a log, wherever they hide in an object. */
const secret = [
  'password',
  'token',
  'ticket',
  'cookie',
  'authorization',
  'login',
  'privateKey',
  'secret',
  'link',
];

export const createLogger = (level: string, destination: DestinationStream = pino.destination(1)): Logger =>
  pino(
    {
      level,
      base: { process: 'server' },
      redact: {
        paths: secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
        censor: '[redacted]',
      },
    },
    destination,
  );
