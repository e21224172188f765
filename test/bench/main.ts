import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { roles } from '../helpers/piper.ts';
import { deciding } from './deciding.ts';
import { startOutside } from './outside.ts';
import { parsing } from './parsing.ts';
import { type Measured, startMeasured } from './process.ts';
import { bulkSubmission, command, concurrently, submission } from './requests.ts';
import { median, say } from './say.ts';
import { slowestAnswer } from './slowest-answer.ts';

const app = fileURLToPath(import.meta.resolve('../../dist/main.mjs'));
const bareBolt = fileURLToPath(import.meta.resolve('./bare-bolt.mjs'));
const bareCalls = fileURLToPath(import.meta.resolve('./bare-calls.mjs'));
/** How often each thing is measured. */
const runs = process.argv.includes('--quick') ? 1 : 5;

console.log('piper-invite against a bare Bolt app, and against the bare calls of an invite');
console.log('the median, from where to where it went, and what it should be at most\n');
await againstBareBolt();
await submitToConfirmation();
await bulk();
await slowestAnswer(runs, 'sqlite');
await slowestAnswer(1, 'postgres');
await parsing();
await deciding();

/** Start, memory, and commands that are answered at once; by turns, so that whatever else the machine does meets both. */
async function againstBareBolt(): Promise<void> {
  const outside = await startOutside({ latency: 0 });
  // Leaves compiled code behind, as the Dockerfile does.
  const first = await startMeasured(app, outside.environment());
  const answer = JSON.stringify(await command(first.port, 'help'));
  await first.stop();
  const own: Measurements[] = [];
  const bare: Measurements[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = [
      await startMeasured(app, outside.environment()),
      await startMeasured(bareBolt, { ...outside.environment(), ANSWER: answer }),
    ];
    const loads: Load[][] = [[], []];
    const memory = started.map((each) => each.memory());
    for (let round = 0; round < 8; round += 1) {
      for (const [at, each] of started.entries()) loads[at]?.push(await load(each, 500));
    }
    for (const [at, { startedIn, startCpu, memory: now, stop }] of started.entries()) {
      // The first ones are compiled meanwhile.
      const warm = loads[at]?.slice(2) ?? [];
      const measurements = {
        startedIn,
        startCpu,
        memory: memory[at] ?? Number.NaN,
        memoryAfter: now(),
        perSecond: median(warm.map(({ perSecond }) => perSecond)),
        cpuEach: median(warm.map(({ cpuEach }) => cpuEach)),
      };
      [own, bare][at]?.push(measurements);
      await stop();
    }
  }
  await outside.stop();

  const compare = (what: string, of: keyof Measurements, unit: string, target?: number) => {
    const ratios = own.map((each, run) => each[of] / (bare[run]?.[of] ?? Number.NaN));
    const digits = of === 'cpuEach' ? 3 : 0;
    const [a, b] = [own, bare].map((all) => median(all.map((each) => each[of])).toFixed(digits));
    const detail = `${a} : ${b} ${unit}`;
    say(what, ratios, { unit: '×', detail, ...(target !== undefined && { target }) });
  };
  compare('start, until requests are taken', 'startedIn', 'ms', 1.05);
  compare('  processor time of it', 'startCpu', 'ms', 1.05);
  compare('memory after the start', 'memory', 'MiB', 1.15);
  compare('  after 4,000 commands', 'memoryAfter', 'MiB', 1.3);
  compare('processor time for a command', 'cpuEach', 'ms', 1);
  compare('acknowledged commands a second, the more the better', 'perSecond', '');
}

type Measurements = Record<
  'startedIn' | 'startCpu' | 'memory' | 'memoryAfter' | 'perSecond' | 'cpuEach',
  number
>;
type Load = { perSecond: number; cpuEach: number };

async function load(measured: Measured, count: number): Promise<Load> {
  const cpu = measured.cpu();
  const began = performance.now();
  await concurrently(20, count, () => command(measured.port, 'help'));
  const seconds = (performance.now() - began) / 1_000;
  return { perSecond: count / seconds, cpuEach: (measured.cpu() - cpu) / count };
}

/** One person, warm caches: Piper is asked who is a member already, then to add somebody, and Slack is told; by turns, as above. */
async function submitToConfirmation(): Promise<void> {
  const latency = 100;
  const outside = await startOutside({ latency });
  const own = await startMeasured(app, outside.environment());
  const bare = await startBareCalls(outside);
  async function timed(submit: () => Promise<unknown>): Promise<number> {
    const heard = outside.nextMessage();
    const began = performance.now();
    await Promise.all([submit(), heard]);
    return performance.now() - began;
  }
  const taken: { own: number; bare: number }[] = [];
  for (let run = 0; run < 4 + 4 * runs; run += 1) {
    const mine = await timed(() => submission(own.port, `p${run}@example.com`));
    taken.push({ own: mine, bare: await timed(() => bare.call(`submission/b${run}`)) });
  }
  await own.stop();
  await bare.stop();
  await outside.stop();
  // The first ones fill the caches.
  const warm = taken.slice(4);
  say(
    'from submit until Slack has the confirmation',
    warm.map((each) => each.own / each.bare),
    {
      unit: '×',
      target: 1.05,
      detail: `${Math.round(median(warm.map((each) => each.own)))} : ${Math.round(median(warm.map((each) => each.bare)))} ms, ${1.25 * latency} of them Piper's`,
    },
  );
}

/** A process that makes the calls of an invite and nothing else. */
async function startBareCalls(outside: Awaited<ReturnType<typeof startOutside>>) {
  const { port, stop } = await startMeasured(bareCalls, {
    ...outside.environment(),
    ROLE_ID: roles.editor.id,
  });
  return { call: (path: string) => fetch(`http://127.0.0.1:${port}/${path}`), stop };
}

/** Many people in one batch, as many at a time as are allowed; and as many again and again, for what stays in memory. */
async function bulk(): Promise<void> {
  const people = 500;
  const latency = 100;
  const outside = await startOutside({ latency });
  const own = await startMeasured(app, outside.environment());
  const bare = await startBareCalls(outside);
  const before = own.memory();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, own.memory());
  }, 250);

  async function timed(begin: () => Promise<unknown>): Promise<number> {
    const there = outside.members();
    const began = performance.now();
    await begin();
    while (outside.members() < there + people) await wait(5);
    return performance.now() - began;
  }
  async function invite(first: number): Promise<{ own: number; bare: number }> {
    const addresses = Array.from({ length: people }, (_, at) => `p${first + at}@example.com`);
    const mine = await timed(() => bulkSubmission(own.port, addresses.join(' ')));
    // Until the message has changed for the last time.
    await wait(2_500);
    return { own: mine, bare: await timed(() => bare.call(`bulk/${first}/${people}`)) };
  }
  const taken = [await invite(0)];
  const { posts, changes, mostChangesASecond } = outside.messages();
  const used = await own.used();
  for (let run = 1; run < Math.max(runs, 2); run += 1) taken.push(await invite(run * people));
  const usedInTheEnd = await own.used();

  clearInterval(watching);
  await own.stop();
  await bare.stop();
  await outside.stop();
  const seconds = (of: 'own' | 'bare') =>
    (median(taken.map((each) => each[of])) / 1_000).toFixed(1);
  say(
    `${people} people, four at a time`,
    taken.map((each) => each.own / each.bare),
    {
      unit: '×',
      target: 1.05,
      detail: `${seconds('own')} : ${seconds('bare')} s, ${((people / 4) * latency) / 1_000} of them Piper's`,
    },
  );
  say('  messages about them', [posts], {
    unit: '',
    digits: 0,
    detail: `changed ${changes} times, at most ${mostChangesASecond} in a second`,
  });
  say(`  memory in use after ${(taken.length - 1) * people} more`, [usedInTheEnd / used], {
    unit: '×',
    detail: `${usedInTheEnd.toFixed(1)} : ${used.toFixed(1)} MiB`,
  });
  say('  memory held meanwhile', [most / before], {
    unit: '×',
    detail: `${Math.round(most)} : ${Math.round(before)} MiB`,
  });
}
