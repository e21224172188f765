import type { Logger } from 'pino';
import { createLogger } from '../../src/logger.ts';

export type LogLine = { level: string; msg: string; ref?: string; [key: string]: unknown };

/** The product's own log, kept: `text` is everything as it was written, `lines` the same read. */
export function keptLog(options: { level?: string; secrets?: string[] } = {}): {
  log: Logger;
  text: () => string;
  lines: () => LogLine[];
} {
  const written: string[] = [];
  const log = createLogger({
    level: options.level ?? 'trace',
    secrets: options.secrets ?? [],
    destination: { write: (line) => written.push(line) },
  });
  return {
    log,
    text: () => written.join(''),
    lines: () => written.map((line) => JSON.parse(line)),
  };
}
