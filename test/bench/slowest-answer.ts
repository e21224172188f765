import { fork } from 'node:child_process';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { keysOf } from '../helpers/cli.ts';
import { startPostgres } from '../helpers/postgres.ts';
import { inDatabase } from '../helpers/storage.ts';
import { invitedBefore } from './large-organization.ts';
import { type Measured, startMeasured } from './process.ts';
import { bulkSubmission, command } from './requests.ts';
import { say } from './say.ts';

const program = fileURLToPath(import.meta.resolve('../../dist/main.mjs'));
const outsideProcess = fileURLToPath(import.meta.resolve('./large-outside.ts'));
const often = fileURLToPath(import.meta.resolve('./often.mjs'));

/** Batches as large as there may be, as many as two people may have under way. */
const inviters = ['U0ALICE', 'U0BEN', 'U0ALICE', 'U0BEN'];
const batchSize = 500;
/** A command is typed so often, milliseconds; `''` opens a modal. */
const every = 20;
const typed = [...Array<string>(9).fill('help'), ''];
/** One in so many asks for somebody, for whom the whole list is read before it is answered. */
const perStatus = 100;

type EngineName = 'sqlite' | 'postgres';

/**
 * How long the slowest command waits for its acknowledgement in an organization with 20,000 members, while 2,000 people are invited and
 * thousands are followed up; against the same commands with nothing else to do. The processor time that its main thread had meanwhile
 * says what it would be on a machine that does nothing else.
 */
export async function slowestAnswer(runs: number, engine: EngineName): Promise<void> {
  const idle: Answers[] = [];
  const busy: Answers[] = [];
  for (let run = 0; run < runs; run += 1) {
    idle.push(await answersOf(engine, false));
    busy.push(await answersOf(engine, true));
  }
  const compare = (what: string, of: keyof Answers, target?: number) => {
    const without = Math.round(Math.max(...idle.map((each) => each[of])));
    say(
      what,
      busy.map((each) => each[of]),
      {
        unit: 'ms',
        digits: 0,
        detail: `${without} ms without the bulk`,
        ...(target !== undefined && { target }),
      },
    );
  };
  compare(`slowest answer during a bulk of 2,000, ${engine}`, 'slowest', 250);
  compare('  processor time of it', 'slowestCpu', 250);
  compare('  while the bulk is submitted', 'submitting', 250);
  compare('  99 of 100', 'most');
  compare('  slowest status', 'status');
  compare('  processor time of the longest turn', 'turn');
  compare('  longest delay of whoever measures', 'ownDelay');
}

/** In milliseconds. */
type Answers = Record<
  'slowest' | 'slowestCpu' | 'submitting' | 'most' | 'status' | 'turn' | 'ownDelay',
  number
>;

async function answersOf(engine: EngineName, isBusy: boolean): Promise<Answers> {
  const outside = fork(outsideProcess);
  const [{ environment, responseUrl }] = await once(outside, 'message');
  const added = async (): Promise<number> => {
    outside.send('added');
    return (await once(outside, 'message'))[0];
  };
  const server = engine === 'postgres' ? await startPostgres({ isDurable: true }) : undefined;
  const { DATA_DIR: directory, ...rest } = environment;
  const stored = server
    ? { DATABASE_URL: server.admin, ENCRYPTION_KEYS: keysOf('a') }
    : { DATA_DIR: directory };
  const own = { ...rest, ...stored, NODE_OPTIONS: `--import=${often}` };
  await (await startMeasured(program, own)).stop();
  if (isBusy) {
    const location = server
      ? ({ kind: 'postgres', url: server.admin } as const)
      : ({ kind: 'sqlite', directory } as const);
    await inDatabase(location, async (db) => {
      for (const statement of invitedBefore(Date.now())) await sql.raw(statement).execute(db);
    });
  }

  const measured = await startMeasured(program, own);
  const typing = type(measured, responseUrl);
  // What is compiled at first is no part of it.
  await wait(5_000);
  const began = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  await measured.longestTurn();
  let submitted = began;
  if (isBusy) {
    for (const [at, inviter] of inviters.entries()) {
      const first = at * batchSize;
      const people = Array.from({ length: batchSize }, (_, n) => `new${first + n}@example.com`);
      await bulkSubmission(measured.port, people.join(' '), inviter);
    }
    submitted = performance.now();
    while ((await added()) < inviters.length * batchSize) await wait(100);
  }
  await wait(5_000);
  const all = (await typing.stop()).filter(({ at }) => at >= began);
  const turn = await measured.longestTurn();
  delay.disable();
  await measured.stop();
  outside.disconnect();
  await server?.stop();

  const [statuses = [], others = []] = [true, false].map((isStatus) =>
    all.filter(({ text }) => text.startsWith('status') === isStatus),
  );
  const taken = others.map((each) => each.taken).toSorted((a, b) => a - b);
  const during = others.filter(({ at }) => at <= submitted);
  return {
    slowest: taken.at(-1) ?? Number.NaN,
    slowestCpu: Math.max(...others.map(({ cpu }) => cpu)),
    submitting: Math.max(0, ...during.map((each) => each.taken)),
    most: taken[Math.floor(taken.length * 0.99)] ?? Number.NaN,
    status: Math.max(...statuses.map((each) => each.taken)),
    turn,
    ownDelay: delay.max / 1e6,
  };
}

/** A command, when it was sent, and how long its acknowledgement took, as time and as processor time of the main thread; milliseconds. */
type Sample = { text: string; at: number; taken: number; cpu: number };

/** Sends commands until it is stopped, however long those before take. */
function type({ port, mainCpu }: Measured, responseUrl: string) {
  const samples: Sample[] = [];
  const open = new Set<Promise<void>>();
  let count = 0;
  async function send(): Promise<void> {
    count += 1;
    const isStatus = count % perStatus === 0;
    const text = isStatus ? `status p${count}@example.com` : (typed[count % typed.length] ?? '');
    const [at, cpu] = [performance.now(), mainCpu()];
    await command(port, text, responseUrl);
    samples.push({ text, at, taken: performance.now() - at, cpu: mainCpu() - cpu });
  }
  const timer = setInterval(() => {
    const sent = send().finally(() => open.delete(sent));
    open.add(sent);
  }, every);
  return {
    stop: async (): Promise<Sample[]> => {
      clearInterval(timer);
      await Promise.all(open);
      return samples;
    },
  };
}
