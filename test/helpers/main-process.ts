import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { startPiper } from '../sandbox/piper/server.ts';
import { startSlack } from '../sandbox/slack/server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** What an operator starts: the source, or what is built of it. */
export const program = resolve(process.env.PIPER_INVITE_PROGRAM ?? 'src/main.ts');
/** The same, which starts sooner where it was built for the tests. */
export const quickProgram = resolve(process.env.PIPER_INVITE_BUILT ?? program);

/** The sandbox's Slack and Piper until the test ends, and the environment of a process that serves between them. */
export async function outsideOfProcess() {
  const [slack, piper] = await Promise.all([startSlack(), startPiper()]);
  onTestFinished(async () => {
    await Promise.all([slack.stop(), piper.stop()]);
  });
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DATA_DIR: temporaryDirectory(),
    PIPER_TOKEN: piper.token,
    PIPER_ORG_ID: piper.organizationId,
    PIPER_API_URL: piper.apiUrl,
    HOST: '127.0.0.1',
    PORT: '0',
  };
  return { slack, piper, env };
}

/**
 * The product in a process of its own, as an operator starts it; killed when the test ends. `before` is JavaScript that the process
 * runs first.
 */
export function startMain(
  env: Record<string, string>,
  {
    args = [],
    cwd = tmpdir(),
    before = '',
    from = quickProgram,
  }: { args?: string[]; cwd?: string; before?: string; from?: string } = {},
) {
  const first = `data:text/javascript,${encodeURIComponent(before)}`;
  const child = spawn(process.execPath, ['--import', first, from, ...args], {
    cwd,
    // Node writes into what it is given while coverage is measured.
    env: { ...env },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = { stdout: '', stderr: '' };
  const ready = new Promise<string>((done) => {
    child.stdout.on('data', (data) => {
      said.stdout += data;
      const [, port] = /\bport"?: ?(\d+)/.exec(said.stdout) ?? [];
      if (port) done(`http://127.0.0.1:${port}`);
    });
  });
  child.stderr.on('data', (data) => {
    said.stderr += data;
  });
  return {
    /** Resolves with where it can be reached, once it is ready. */
    ready,
    /** Resolves with its exit code, and what it said. */
    ended: new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
      child.once('close', (code) => done({ code, ...said }));
    }),
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}
