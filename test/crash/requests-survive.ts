import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFailed, onTestFinished } from 'vitest';
import * as z from 'zod';
import { requestFields, views } from '../../src/ids.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { approvers, why } from '../helpers/asking.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { countRows } from '../helpers/open-batches.ts';
import { inviteBody, pressed, viewBody } from '../helpers/payloads.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { users } from '../helpers/slack.ts';
import { inDatabase } from '../helpers/storage.ts';
import { addressOf, asker, prepareAsking } from './asking.ts';
import { startKillable } from './killed-process.ts';
import { answered } from './send-batch.ts';

const kills = 100;
/** Milliseconds from the presses to the kill, at most. */
const killWithin = 200;
/** Milliseconds that Slack takes at most, before it has what it is told and again before it says so; and Piper before it adds. */
const latency = 25;

/** What becomes of the how many-eth request, how it looks in the end, and what whoever asked is told. */
const fates = [
  {
    state: 'approved',
    shown: /Approved by <@U0CAROL>.*Pending since/s,
    told: /approved/,
  },
  { state: 'denied', shown: /Denied by <@U0CAROL>/, told: /denied/ },
  { state: 'expired', shown: /Nobody decided in time/, told: /Nobody decided/ },
  { state: 'cancelled', shown: /Cancelled by/, told: undefined },
] as const;
const fateOf = (at: number) => fates[at % fates.length] ?? fates[0];

const rowSchema = z.object({
  id: z.string(),
  address: z.string(),
  state: z.string(),
  posted: z.string().nullable(),
  isShown: z.coerce.boolean(),
});

/** What is stored of the requests, while no process runs. */
const requestsIn = (location: StorageLocation) =>
  inDatabase(location, async (db) => {
    const rows = await db
      .selectFrom('requests')
      .innerJoin('requestPeople', 'requestPeople.requestId', 'requests.id')
      .select(['requests.id', 'address', 'state', 'posted'])
      .select(({ eb }) => eb('shownVersion', '=', eb.ref('version')).as('isShown'))
      .execute();
    return rows
      .map((row) => rowSchema.parse(row))
      .map((row) => ({ ...row, at: Number(/\d+/.exec(row.address)?.[0]) }));
  });
type Stored = Awaited<ReturnType<typeof requestsIn>>[number];

/** The time of those that are to expire is over. */
const endTime = (location: StorageLocation, ids: string[]) =>
  inDatabase(location, async (db) => {
    if (ids.length === 0) return;
    await db
      .updateTable('requests')
      .set({ expiresAt: Date.now() })
      .where('id', 'in', ids)
      .execute();
  });

/**
 * People ask, decide and cancel in a process that is killed while it does what they want, or tells others. In the end every request
 * that was accepted has ended as it was decided, those who decide see that, whoever asked was told, and everybody approved has one
 * membership.
 */
export async function expectRequestsToSurvive(location: StorageLocation): Promise<void> {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error(`The moments of the kills come again with CRASH_SEED=${seed}`));
  const random = seededRandom(seed);
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { piper, messages, slack } = outside;
  slack.beforeAnswer = () => wait(random() * latency);
  outside.afterTaken = () => wait(random() * latency);
  piper.beforeAdd = () => wait(random() * latency);
  const environment = await prepareAsking(location, outside, kills);
  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const boot = async () => {
    const bot = await start([], environment);
    return { ...bot, port: Number(bot.said.split(' ')[1]) };
  };

  /** Somebody asks; gives whether Slack was told that it is accepted. */
  const ask = async (port: number, at: number): Promise<boolean> => {
    const userId = asker(at);
    const viewId = `V0FORM${at}`;
    const form = await answered(port, inviteBody({ addresses: addressOf(at) }, { userId, viewId }));
    if (!form?.view) return false;
    const sent = await answered(port, viewBody(form.view, why, { userId, viewId: `V0ASK${at}` }));
    return sent?.response_action === 'clear';
  };
  /** Does with an open request what is to become of it; time does the rest. */
  const decide = (port: number, { id, at }: Stored): Promise<unknown> => {
    const press = (action_id: string, userId: string) => {
      const body = pressed({ action_id, value: `${id} 1` }, { userId });
      return answered(port, { ...body, response_url: outside.responseUrl(id) });
    };
    switch (fateOf(at).state) {
      case 'approved':
        return press('approve_request', users.carol.id);
      case 'denied':
        return answered(port, denial(id));
      case 'cancelled':
        return press('cancel_request', asker(at));
      case 'expired':
        return Promise.resolve();
    }
  };
  const isToDecide = (row: Stored) => row.state === 'open';

  const began = performance.now();
  const accepted = new Set<number>();
  /** The requests of which a kill left something to do, by what it was. */
  const left = new Map<string, Set<string>>();
  const note = (what: string, { id }: Stored) =>
    left.set(what, (left.get(what) ?? new Set()).add(id));
  let stored: Stored[] = [];
  for (let round = 0; round < kills; round += 1) {
    await endTime(
      location,
      stored
        .filter((row) => isToDecide(row) && fateOf(row.at).state === 'expired')
        .map(({ id }) => id),
    );
    const bot = await boot();
    if (await ask(bot.port, round)) accepted.add(round);
    const wanted = stored.filter(isToDecide);
    for (const row of wanted) void decide(bot.port, row);
    await wait(random() * killWithin);
    await bot.kill();
    stored = await requestsIn(location);
    for (const row of stored) {
      const wasWanted = wanted.some(({ id }) => id === row.id);
      if (row.state === 'open') {
        if (!row.posted) note('not posted', row);
        if (wasWanted) note('not decided', row);
      } else if (!row.isShown) note(`${row.state}, not told`, row);
    }
  }

  const last = await boot();
  onTestFinished(() => last.kill().then(() => undefined));
  const rows = await countRows(location);
  onTestFinished(rows.close);
  // What only time ends was open, and asked in one of the last rounds.
  const isOver = async () =>
    (await rows.count("requests where state = 'open'")) === 0 &&
    (await rows.count('requests where shown_version < version')) === 0 &&
    (await rows.count('batches where notified_at is null')) === 0;
  for (let looks = 0; !(await isOver()); looks += 1) {
    if (looks > 600) throw new Error('a request never ends');
    if (looks % 10 === 0) for (const row of stored.filter(isToDecide)) void decide(last.port, row);
    await wait(100);
  }
  await last.kill();

  const ended = await requestsIn(location);
  const inChannel = messages.filter(({ to }) => to === approvers);
  const about = (at: number, to: string) =>
    messages.filter((each) => each.to === to && each.text.includes(`*${addressOf(at)}*`));
  const repeated = { toDeciders: 0, toAskers: 0 };
  const flaws = ended.flatMap(({ at, state, address }) => {
    const fate = fateOf(at);
    const shown = about(at, approvers);
    const told = about(at, asker(at)).filter(({ text }) => !text.startsWith('You asked'));
    repeated.toDeciders += Math.max(0, shown.filter(({ how }) => how === 'post').length - 1);
    repeated.toAskers += Math.max(0, told.length - 1);
    const isShown = shown.length === 0 || fate.shown.test(shown.at(-1)?.text ?? '');
    const isTold = fate.told
      ? told.length > 0 && told.every(({ text }) => fate.told.test(text))
      : told.length === 0;
    return [
      ...(state === fate.state ? [] : [`${address} is ${state}, not ${fate.state}`]),
      ...(isShown ? [] : [`those who decide see of ${address}: ${shown.at(-1)?.text}`]),
      ...(isTold ? [] : [`who asked for ${address} heard: ${told.map(({ text }) => text).join()}`]),
    ];
  });
  const invited = piper.addresses().filter((address) => /^p\d+@/.test(address));
  const seconds = Math.round((performance.now() - began) / 1_000);
  console.log(
    `${location.kind}: ${kills} kills, ${accepted.size} requests accepted, ${ended.length} stored; left by a kill: ${[...left].map(([what, ids]) => `${ids.size} ${what}`).join(', ')}; ${inChannel.length} messages to those who decide; said once more: ${JSON.stringify(repeated)}; ${invited.length} members; ${seconds} s`,
  );
  expect(flaws).toEqual([]);
  const storedNumbers = new Set(ended.map(({ at }) => at));
  expect([...accepted].filter((at) => !storedNumbers.has(at))).toEqual([]);
  expect(accepted.size).toBeGreaterThan(kills / 2);
  expect(invited.toSorted()).toEqual(
    ended
      .filter(({ state }) => state === 'approved')
      .map(({ address }) => address)
      .toSorted(),
  );
}

/** The form that denies a request, as Carol sends it. */
function denial(id: string): object {
  const words = {
    type: 'input' as const,
    block_id: requestFields.words,
    label: { type: 'plain_text' as const, text: 'Words' },
    element: { type: 'plain_text_input' as const, action_id: requestFields.words },
  };
  const form = { blocks: [words], callback_id: views.denyRequest, private_metadata: `${id} 1` };
  return viewBody(form, { [requestFields.words]: 'Not this year' }, { userId: users.carol.id });
}
