import { type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import { type DestinationStream, type Logger, pino } from 'pino';
import { loggableError } from './utils/loggable-error.ts';
import { currentReference } from './utils/request-reference.ts';

const secretShapes =
  /\bpat_[\w.~+/=-]+|\b(?:xox[a-z]-|xapp-)[\w-]+|(?<=\bBearer )[^\s"'\\]+|(?<=https:\/\/hooks\.slack\.com\/)[\w/-]+/g;
const keyNames =
  'authorization|token|api_?key|client_secret|signing_?secret|bot_?token|app_?token|response_url|password|secret';
const secretKey = new RegExp(`^(?:${keyNames})$`, 'i');
/** In JSON inside a string, and in JSON inside of that. */
const quotedSecret = new RegExp(`("(?:${keyNames})":\\s*)"(?:\\\\.|[^"\\\\])*"`, 'gi');
const twiceQuotedSecret = new RegExp(
  `(\\\\"(?:${keyNames})\\\\":\\s*)\\\\"(?:(?!\\\\").)*\\\\"`,
  'gi',
);
/** Bounded as addresses are, so that it stays linear: https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 */
const address =
  /(?:"[^"\n]{1,64}"|[^\s"'`<>()[\]{},;:@\\/|=]{1,64})(?:@|%40)[^\s"'`<>()[\]{},;:@\\/|]{1,255}/g;

/**
 * The process's log: one line of JSON per event, with the reference of the request that it belongs to. Secrets are removed
 * wherever they are: by shape (`pat_…`, `xoxb-…`, `xapp-…`), by key (`token`, `authorization` …) and by value (`secrets`, which
 * have no shape of their own). So are e-mail addresses, and of errors all but what `loggableError` lets through.
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
      serializers: { err: (error: unknown) => loggableError(error) },
    },
    { write: (line) => destination.write(withoutSecrets(line, secrets)) },
  );
}

/** Looks at texts as they were before they became JSON, where nothing is hidden behind an escape. */
function withoutSecrets(line: string, secrets: readonly string[]): string {
  const clean = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      return secretKey.test(key) ? '[secret]' : removeSecrets(value, secrets);
    }
    if (Array.isArray(value)) return value.map((each) => clean(each, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        removeSecrets(name, secrets),
        clean(each, name),
      ]),
    );
  };
  return `${JSON.stringify(clean(JSON.parse(line), ''))}\n`;
}

/** `text` with every secret replaced by `[secret]`, and every e-mail address by `[address]`. */
export function removeSecrets(text: string, secrets: readonly string[]): string {
  const cleaned = secrets
    .reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
    .replace(secretShapes, '[secret]')
    .replace(quotedSecret, '$1"[secret]"')
    .replace(twiceQuotedSecret, '$1\\"[secret]\\"');
  // To look for an address costs more than all else, and few texts can have one.
  return /@|%40/.test(cleaned) ? cleaned.replace(address, '[address]') : cleaned;
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
