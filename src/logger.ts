import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import { type DestinationStream, type Logger, pino } from 'pino';
import { currentReference } from './utils/request-reference.ts';

const secretShapes =
  /\bpat_[\w.~+/=-]+|\b(?:xox[a-z]-|xapp-)[\w-]+|(?<=\bBearer )[^\s"'\\]+|(?<=https:\/\/hooks\.slack\.com\/)[\w/-]+/g;
const keyNames =
  'authorization|token|api_?key|client_secret|signing_?secret|bot_?token|app_?token|response_url|password|secret';
const secretKeys = new RegExp(`("(?:${keyNames})":\\s*)"(?:\\\\.|[^"\\\\])*"`, 'gi');
/** The same in JSON inside a string. */
const quotedSecretKeys = new RegExp(
  `(\\\\"(?:${keyNames})\\\\":\\s*)\\\\"(?:(?!\\\\").)*\\\\"`,
  'gi',
);

/**
 * The process's log: one line of JSON per event, with the reference of the request that it belongs to. Secrets are removed from
 * the finished line, wherever they are in it: by shape (`pat_…`, `xoxb-…`, `xapp-…`), by key (`token`, `authorization`
 * …) and by value (`secrets`, which have no shape of their own).
 */
export function createLogger(options: {
  level: string;
  secrets: readonly string[];
  destination: DestinationStream;
}): Logger {
  const { level, secrets, destination } = options;
  return pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ ref: currentReference() }),
    },
    { write: (line) => destination.write(removeSecrets(line, secrets)) },
  );
}

/** `line` with every secret replaced by `[secret]`. */
export function removeSecrets(line: string, secrets: readonly string[]): string {
  return secrets
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), line)
    .replace(secretShapes, '[secret]')
    .replace(secretKeys, '$1"[secret]"')
    .replace(quotedSecretKeys, '$1\\"[secret]\\"');
}

/**
 * The log in the form that Bolt and its clients expect. Their `debug` becomes `trace`, since it holds whole requests, and they
 * cannot set the level. Level names: https://docs.slack.dev/tools/bolt-js/concepts/logging
 */
export function boltLogger(log: Logger): BoltLogger {
  const at =
    (level: 'trace' | 'info' | 'warn' | 'error') =>
    (...parts: unknown[]) => {
      if (!log.isLevelEnabled(level)) return;
      const error = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => typeof part === 'string');
      const objects = parts.filter((part) => part !== error && typeof part !== 'string');
      log[level](
        { ...(error && { err: error }), ...(objects.length > 0 && { details: objects }) },
        words.join(' ') || error?.message || '',
      );
    };
  return {
    debug: at('trace'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    setLevel: () => undefined,
    getLevel: () => (log.isLevelEnabled('trace') ? LogLevel.DEBUG : LogLevel.INFO),
    setName: () => undefined,
  };
}
