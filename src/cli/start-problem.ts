import type { Config } from '../config.ts';
import { connectionProblem, StartError } from '../installation/preflight.ts';
import { StorageError, storageProblem } from '../storage/storage.ts';

/** What to do where the web server can't listen, by Node's error codes. */
const listening: Record<string, (place: Place) => string> = {
  EADDRINUSE: ({ of, port }) =>
    `${of}PORT ${port} is taken by another process. Stop that one, or set another ${of}PORT.`,
  EACCES: ({ of, port }) =>
    `${of}PORT ${port} is not for ordinary users. Set one from 1024 on, and let a proxy listen on ${port}.`,
  EADDRNOTAVAIL: (place) => otherHost(place, "isn't an address of this machine"),
  EAFNOSUPPORT: (place) => otherHost(place, "isn't an address that this machine can use"),
  ENOTFOUND: (place) => otherHost(place, "isn't an address or a name that this machine knows"),
  EAI_AGAIN: (place) => otherHost(place, "is a name that can't be looked up"),
};

/** Where it was to listen; `of` is how the names of its two settings begin. */
type Place = { of: '' | 'METRICS_'; host: string; port: number };

const otherHost = ({ of, host }: Place, why: string) =>
  `${of}HOST ${host} ${why}. ${
    of
      ? 'Leave it out to be reached from this machine alone, or set 0.0.0.0 to listen on every address.'
      : 'Leave it out to listen on every address, or set 127.0.0.1 to be reached from this machine alone.'
  }`;

/** Why the product can't start, or a command can't be carried out, and what to do; undefined for what no operator can mend. */
export function startProblem(error: unknown, config: Config): string | undefined {
  const told = isOfDatabase(error) ? storageProblem(config.storage.location, error) : error;
  if (told instanceof StartError || told instanceof StorageError) return told.message;
  const { syscall, code = '' } = (error ?? {}) as NodeJS.ErrnoException;
  const isOfPort = syscall === 'listen' || syscall === 'getaddrinfo';
  return isOfPort ? listening[code]?.(placeOf(error, config)) : connectionProblem(error);
}

function placeOf(error: unknown, { host, port, metrics }: Config): Place {
  const { port: failed, hostname } = error as { port?: number; hostname?: string };
  const apart = metrics?.listen;
  const [what, here, there] =
    failed === undefined ? [hostname, host, apart?.host] : [failed, port, apart?.port];
  return apart && what === there && what !== here
    ? { of: 'METRICS_', ...apart }
    : { of: '', host, port };
}

/** Thrown by SQLite or by PostgreSQL, after the database was opened. */
const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error && ('errcode' in error || 'severity' in error);
