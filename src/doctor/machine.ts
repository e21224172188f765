import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import packageJson from '#package' with { type: 'json' };
import type { Config } from '../config.ts';
import { type Finding, fault, ok, skipped, warning } from './finding.ts';
import { doctor as limits } from './limits.ts';

export function checkNode(version: string): Finding {
  const least = packageJson.engines.node.replace('>=', '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
    ? ok('Node', version)
    : fault(
        'Node',
        `This is Node ${version}. Install Node ${least} or later from https://nodejs.org, or use the Dockerfile.`,
      );
}

/** Whether there is room, for whom else the files can be read, and whether the product may write there. */
export function checkDisk(
  { location }: Config['storage'],
  freeBytesAt: (directory: string) => number = freeBytes,
): Finding[] {
  if (location.kind === 'postgres') return [skipped('Disk', 'The database is a PostgreSQL.')];
  const directory = resolve(location.directory);
  const place = nearest(directory);
  if (!statSync(place).isDirectory()) {
    return [
      fault(
        'Disk',
        `DATA_DIR ${directory} isn't a directory. Name one that piper-invite may write to.`,
      ),
    ];
  }
  const free = freeBytesAt(place);
  const open = ['piper-invite.db', 'encryption.key']
    .map((name) => join(directory, name))
    .filter((file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0);
  const findings = [
    ...(mayWrite(place)
      ? []
      : [
          fault(
            'Disk',
            `DATA_DIR ${directory} can't be written to. Let piper-invite write there, or name a directory where it may.`,
          ),
        ]),
    ...(free < limits.freeBytes
      ? [fault('Disk', `Only ${inMegabytes(free)} are free on the disk of ${place}. Make room.`)]
      : []),
    ...open.map((file) =>
      warning('Disk', `Others on this machine can read ${file}. Take that away: chmod 600 ${file}`),
    ),
  ];
  return findings.length > 0
    ? findings
    : [ok('Disk', `${inMegabytes(free)} are free in ${place}.`)];
}

/** The directory itself, or the one in which it would be made. */
const nearest = (path: string): string => (existsSync(path) ? path : nearest(dirname(path)));

function mayWrite(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

const inMegabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;
