import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';

/** Runs the command, and answers how it ended and what it said. */
const sandbox = (...options: string[]) =>
  new Promise<{ code: number; out: string; problem: string }>((resolve) => {
    const file = new URL('./main.ts', import.meta.url).pathname;
    execFile(process.execPath, [file, ...options], (error, out, problem) =>
      resolve({ code: Number(error?.code ?? 0), out, problem }),
    );
  });

describe('npm run sandbox', { timeout: 60_000 }, () => {
  it('does the main job as a script, with the role and the status that Piper gave', async () => {
    const { code, out } = await sandbox('--script');
    expect(out).toContain('@alice invited ada@example.com to Acme Robotics as Editor.');
    expect(out).toContain('Piper has ada@example.com: Editor, invited');
    expect(out).toContain('grace@example.com is already invited to Acme Robotics');
    expect(out).toContain('The main job works.');
    expect(code).toBe(0);
  });

  it('ends with 1 when the main job fails', async () => {
    const { code, out } = await sandbox('--script', '--piper-fault', 'forbidden');
    expect(out).toContain('Piper does not have ada@example.com');
    expect(out).toContain('The main job failed: ada@example.com was not invited.');
    expect(code).toBe(1);
  });

  it('says what to do when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, problem } = await sandbox('--port', String(port));
    other.close();
    expect(problem).toContain(`Port ${port} is taken.`);
    expect(problem).toContain(`npm run sandbox -- --port ${port + 1}`);
    expect(code).toBe(1);
  });
});
