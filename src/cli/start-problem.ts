import type { Config } from '../config.ts';
import { connectionProblem, StartError } from '../installation/preflight.ts';
import { StorageError, storageProblem } from '../storage/storage.ts';

/** What to do where the web server can't listen, by Node's error codes. */
const listening: Record<string, (settings: { host: string; port: number }) => string> = {
  EADDRINUSE: ({ port }) =>
    `PORT ${port} is taken by another process. Stop that one, or set another PORT.`,
  EACCES: ({ port }) =>
    `PORT ${port} is not for ordinary users. Set one from 1024 on, and let a proxy listen on ${port}.`,
  EADDRNOTAVAIL: ({ host }) => otherHost(host, "isn't an address of this machine"),
  EAFNOSUPPORT: ({ host }) => otherHost(host, "isn't an address that this machine can use"),
  ENOTFOUND: ({ host }) => otherHost(host, "isn't an address or a name that this machine knows"),
  EAI_AGAIN: ({ host }) => otherHost(host, "is a name that can't be looked up"),
};

const otherHost = (host: string, why: string) =>
  `HOST ${host} ${why}. Leave it out to listen on every address, or set 127.0.0.1 to be reached from this machine alone.`;

/** Why the product can't start, or a command can't be carried out, and what to do; undefined for what no operator can mend. */
export function startProblem(error: unknown, config: Config): string | undefined {
  const told = isOfDatabase(error) ? storageProblem(config.storage.location, error) : error;
  if (told instanceof StartError || told instanceof StorageError) return told.message;
  const { syscall, code } = (error ?? {}) as NodeJS.ErrnoException;
  const isOfPort = syscall === 'listen' || syscall === 'getaddrinfo';
  return isOfPort ? listening[code ?? '']?.(config) : connectionProblem(error);
}

/** Thrown by SQLite or by PostgreSQL, after the database was opened. */
const isOfDatabase = (error: unknown): boolean =>
  error instanceof Error && ('errcode' in error || 'severity' in error);
