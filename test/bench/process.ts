import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A process that is measured from outside. */
export type Measured = {
  port: number;
  /** Milliseconds from its start until it took requests. */
  startedIn: number;
  /** Processor time of that, milliseconds. */
  startCpu: number;
  /** Processor time so far, milliseconds. */
  cpu: () => number;
  /** Its main thread's alone. */
  mainCpu: () => number;
  /** Memory that it holds, MiB. */
  memory: () => number;
  /** What of it is in use, once garbage is collected, MiB. */
  used: () => Promise<number>;
  /** The longest that its main thread has worked without a break since this was called last, milliseconds of processor time. */
  longestTurn: () => Promise<number>;
  stop: () => Promise<void>;
};

const probe = fileURLToPath(import.meta.resolve('./probe.mjs'));

/** Processor time of a process so far, in milliseconds. */
export const cpuOf = (pid: number | undefined): number =>
  readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + cpuOfThread(pid, thread), 0);

/** https://docs.kernel.org/scheduler/sched-stats.html, in nanoseconds. */
function cpuOfThread(pid: number | undefined, thread: string): number {
  const [onCpu] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
  return Number(onCpu) / 1e6;
}

/** Starts a script and waits until it takes requests: until it says `ready PORT`, or logs a line with its `port`. */
export async function startMeasured(
  script: string,
  environment: Record<string, string>,
): Promise<Measured> {
  const began = performance.now();
  const child = spawn(process.execPath, ['--expose-gc', '--import', probe, script], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let text = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.once('close', () => reject(new Error(`${script} ended: ${text}`)));
    child.stdout?.on('data', (data) => {
      text += data;
      const found = /^ready (\d+)$|"port":(\d+)/m.exec(text);
      if (found) resolve(Number(found[1] ?? found[2]));
    });
  });
  const startedIn = performance.now() - began;
  const { pid } = child;
  const ask = async (what: 'used' | 'turns'): Promise<number> => {
    child.send(what);
    const [answer] = await once(child, 'message');
    return answer;
  };
  const cpu = () => cpuOf(pid);
  return {
    port,
    startedIn,
    startCpu: cpu(),
    cpu,
    mainCpu: () => cpuOfThread(pid, String(pid)),
    memory: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024,
    used: () => ask('used'),
    longestTurn: () => ask('turns'),
    stop: async () => {
      child.disconnect();
      child.kill('SIGTERM');
      await ended;
    },
  };
}
