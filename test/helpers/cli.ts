import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { vi } from 'vitest';
import { runCommand } from '../../src/cli/run.ts';
import { parseConfig } from '../../src/config.ts';
import { connectionWithToken } from './builders.ts';
import { encryptionKey } from './encryption-key.ts';
import { quickProgram } from './main-process.ts';
import { openForTest } from './storage.ts';
import { entry } from './stored.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** As in ENCRYPTION_KEYS. */
export const keysOf = (...names: string[]) =>
  names
    .map((name) => `${name}:${Buffer.from(encryptionKey(name).secret).toString('base64url')}`)
    .join(',');

const settings = (directory: string, keys = keysOf('a')) => ({
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 'signing-secret',
  DATA_DIR: directory,
  ENCRYPTION_KEYS: keys,
});

/** A command as it ends: its exit code, and what it said. */
type Ended = { code: unknown; stdout: string; stderr: string };

/** Carries out a command in this process; `more` are other settings. */
export async function carryOut(
  args: string[],
  directory: string,
  keys?: string,
  more: Record<string, string> = {},
): Promise<Ended> {
  const config = parseConfig({ ...settings(directory, keys), ...more });
  if (!config.ok) throw new Error('the settings are wrong');
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += text;
      return true;
    }),
  );
  try {
    return { code: await runCommand(config.value, args), ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** Carries it out as an operator does, in a process of its own. */
export const inProcess = (args: string[], directory: string, keys?: string): Promise<Ended> =>
  promisify(execFile)(process.execPath, [quickProgram, ...args], {
    env: settings(directory, keys),
    cwd: tmpdir(),
  }).then(
    (said) => ({ code: 0, ...said }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );

export const locationOf = (directory: string) => ({ kind: 'sqlite', directory }) as const;

/** A directory with two connected workspaces, whose tokens the key `a` encrypted. */
export async function connected(): Promise<string> {
  const directory = temporaryDirectory();
  const storage = await openForTest(locationOf(directory));
  for (const teamId of ['T1', 'T2']) {
    await storage.connections.save(
      connectionWithToken({ id: `c-${teamId}`, scope: { teamId } }),
      entry({ workspace: teamId }),
    );
  }
  await storage.close();
  return directory;
}
