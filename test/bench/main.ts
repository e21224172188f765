import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deciding } from './deciding.ts';
import { startOutside } from './outside.ts';
import { parsing } from './parsing.ts';
import { type Measured, startMeasured } from './process.ts';
import { bulkSubmission, command, concurrently, submission } from './requests.ts';

const app = fileURLToPath(import.meta.resolve('../../dist/main.mjs'));
const bareBolt = fileURLToPath(import.meta.resolve('./bare-bolt.mjs'));
const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
const say = (what: string, ratio: string, detail: string) =>
  console.log(`${what.padEnd(52)}${ratio.padStart(10)}   ${detail}`);

console.log('piper-invite against a bare Bolt app, and against what cannot be beaten\n');
await againstBareBolt();
await submitToConfirmation();
await bulk();
await parsing(say);
await deciding(say);

/** Start, memory, and commands that are answered at once. */
async function againstBareBolt(): Promise<void> {
  const outside = await startOutside({ latency: 0 });
  const starts = { own: [] as number[], bare: [] as number[] };
  for (let run = 0; run < 3; run += 1) {
    for (const [kind, script] of Object.entries({ own: app, bare: bareBolt })) {
      const started = await startMeasured(script, outside.environment());
      starts[kind as keyof typeof starts].push(started.startedIn);
      await started.stop();
    }
  }
  const own = await startMeasured(app, outside.environment());
  const bare = await startMeasured(bareBolt, outside.environment());
  say(
    'start, until requests are taken',
    times(median(starts.own) / median(starts.bare)),
    `${Math.round(median(starts.own))} ms : ${Math.round(median(starts.bare))} ms`,
  );
  say(
    'memory after the start',
    times(own.memory() / bare.memory()),
    `${Math.round(own.memory())} MiB : ${Math.round(bare.memory())} MiB`,
  );

  await load(own, 500);
  await load(bare, 500);
  // By turns, so that whatever else the machine does meets both.
  const rounds = { own: [] as Load[], bare: [] as Load[] };
  for (let round = 0; round < 4; round += 1) {
    rounds.own.push(await load(own, 1_000));
    rounds.bare.push(await load(bare, 1_000));
  }
  const rate = (loads: Load[]) => median(loads.map(({ perSecond }) => perSecond));
  const cpu = (loads: Load[]) => median(loads.map(({ cpuEach }) => cpuEach));
  say(
    'acknowledged commands a second',
    times(rate(rounds.own) / rate(rounds.bare)),
    `${Math.round(rate(rounds.own))} : ${Math.round(rate(rounds.bare))}`,
  );
  say(
    'processor time for a command',
    times(cpu(rounds.own) / cpu(rounds.bare)),
    `${cpu(rounds.own).toFixed(2)} ms : ${cpu(rounds.bare).toFixed(2)} ms`,
  );
  await Promise.all([own.stop(), bare.stop()]);
  await outside.stop();
}

type Load = { perSecond: number; cpuEach: number };

async function load(measured: Measured, count: number): Promise<Load> {
  const cpu = measured.cpu();
  const began = performance.now();
  await concurrently(20, count, () => command(measured.port, 'help'));
  const seconds = (performance.now() - began) / 1_000;
  return { perSecond: count / seconds, cpuEach: (measured.cpu() - cpu) / count };
}

/** One person, warm caches: a call to Piper and one to Slack, one after the other. */
async function submitToConfirmation(): Promise<void> {
  const latency = 100;
  const outside = await startOutside({ latency });
  const own = await startMeasured(app, outside.environment());
  const taken: number[] = [];
  for (let run = 0; run < 12; run += 1) {
    const heard = outside.nextMessage();
    const began = performance.now();
    await submission(own.port, `p${run}@example.com`);
    await heard;
    taken.push(performance.now() - began);
  }
  await own.stop();
  await outside.stop();
  // The first ones fill the caches.
  const each = median(taken.slice(4));
  say(
    'from submit until Slack has the confirmation',
    `${(each / latency).toFixed(2)} trips`,
    `${Math.round(each)} ms, a trip to Piper being ${latency} ms`,
  );
}

/** Many people in one batch, as many at a time as are allowed; and as many again, for what stays in memory. */
async function bulk(): Promise<void> {
  const people = 500;
  const latency = 100;
  const outside = await startOutside({ latency });
  const own = await startMeasured(app, outside.environment());
  const before = own.memory();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, own.memory());
  }, 250);

  async function invite(first: number): Promise<number> {
    const addresses = Array.from({ length: people }, (_, at) => `p${first + at}@example.com`);
    const began = performance.now();
    await bulkSubmission(own.port, addresses.join(' '));
    while (outside.members() < first + people) await wait(5);
    const taken = performance.now() - began;
    // Until the message has changed for the last time.
    await wait(2_500);
    return taken;
  }
  const taken = await invite(0);
  const { posts, changes, mostChangesASecond } = outside.messages();
  const used = await own.used();
  await invite(people);
  const usedInTheEnd = await own.used();

  clearInterval(watching);
  await own.stop();
  await outside.stop();
  const ideal = (people / 4) * latency;
  say(
    `${people} people, against what four at a time allow`,
    times(taken / ideal),
    `${(taken / 1_000).toFixed(1)} s : ${(ideal / 1_000).toFixed(1)} s`,
  );
  say(
    '  messages about them',
    `${posts}`,
    `changed ${changes} times, at most ${mostChangesASecond} in a second`,
  );
  say(
    `  memory in use after ${people} more`,
    times(usedInTheEnd / used),
    `${usedInTheEnd.toFixed(1)} MiB : ${used.toFixed(1)} MiB`,
  );
  say(
    '  memory held meanwhile',
    times(most / before),
    `${Math.round(most)} MiB : ${Math.round(before)} MiB`,
  );
}
