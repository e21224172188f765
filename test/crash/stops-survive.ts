import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { batch } from '../../src/limits.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { startMain } from '../helpers/main-process.ts';
import { countRows } from '../helpers/open-batches.ts';
import { commandFields } from '../helpers/payloads.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { users } from '../helpers/slack.ts';
import { settingsFor } from './bot-settings.ts';
import { previewOf, sendPreview } from './send-batch.ts';
import { makeUnreliable } from './unreliable-piper.ts';

const stops = 5;
const perBatch = 8;
/** How many people type commands, each the next one after the answer and this many milliseconds; and so with forms. */
const typists = { people: 3, pause: 150 };
const fillers = { people: 1, pause: 300 };
/** Milliseconds from a start to the stop that follows. */
const between = 1_000;
/** Milliseconds for which one of several is sent nothing any more before it is stopped. */
const preStop = 500;

type Process = ReturnType<typeof startMain> & { url: string };

/**
 * Stops the product as an operator does, with SIGTERM, again and again while people type commands and send forms and bulks are under
 * way: of several processes, one at a time once its successor is ready and takes the requests in its place, as `deploy/kubernetes.yaml`
 * has it; the only one, before the next is started. In the end everybody whom Slack was told of was invited once, and their inviter was
 * told so once. Of several, one always takes what Slack sends.
 *
 * @param newer what a newer version does to the database before it runs beside the older one.
 */
export async function expectStopsToLoseNothing(
  location: StorageLocation,
  { replicas, newer = async () => {} }: { replicas: number; newer?: () => Promise<void> },
): Promise<void> {
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { piper, messages } = outside;
  piper.members = [];
  makeUnreliable(piper, { random: () => 0.75, latency: 100, errors: 0 });
  const env = {
    ...outside.environment,
    ...settingsFor(location),
    LOG_LEVEL: 'info',
    PIPER_INVITE_ADMINS: [
      users.alice.id,
      ...Array.from({ length: 2_000 }, (_, at) => by(at)),
    ].join(),
  };
  const boot = async (): Promise<Process> => {
    const main = startMain(env);
    return { ...main, url: await main.ready };
  };
  const stop = async (main: Process | undefined): Promise<void> => {
    main?.kill('SIGTERM');
    expect(await main?.ended).toMatchObject({ code: 0, stderr: '' });
  };
  const running = await Promise.all(Array.from({ length: replicas }, boot));

  let turn = 0;
  /** As a balancer does, tries the next process where one has not taken it; undefined where none has. */
  async function balanced<T>(act: (url: string) => Promise<T | undefined>): Promise<T | undefined> {
    turn += 1;
    const order = running.map((_, at) => running[(turn + at) % running.length]);
    for (const main of order) {
      const answer = main && (await act(main.url));
      if (answer !== undefined) return answer;
    }
    return undefined;
  }

  const accepted: string[] = [];
  const forms: string[][] = [];
  let refused = 0;
  const unanswered: string[] = [];
  let isWanted = true;
  let acts = 0;
  const keepDoing = (
    { people, pause }: typeof typists,
    act: (at: number) => Promise<void>,
  ): Promise<unknown> =>
    Promise.all(
      Array.from({ length: people }, async () => {
        while (isWanted) {
          await act(acts++);
          await wait(pause);
        }
      }),
    );
  const typing = keepDoing(typists, async (at) => {
    const address = `c${at}@example.com`;
    const fields = { user_id: by(at), response_url: outside.responseUrl(`c${at}`) };
    const body = slackBody('command', commandFields(`${address} as Editor`, fields));
    const answer = await balanced(async (url) => {
      const { status, body: words } = await posted(url, body);
      return status === 503 ? undefined : { status, words };
    });
    if (answer?.status !== 200) unanswered.push(`${address}: ${answer?.status}`);
    else if (answer.words === '') accepted.push(address);
    else refused += 1;
  });
  const filling = keepDoing(fillers, async (at) => {
    const people = Array.from({ length: perBatch }, (_, n) => `f${at}-${n}@example.com`);
    const from = { viewId: `V0FORM${at}`, responseUrl: outside.responseUrl(`f${at}`) };
    const portOf = (url: string) => Number(new URL(url).port);
    const preview = await balanced((url) =>
      previewOf(portOf(url), { addresses: people.join('\n') }, from),
    );
    const sent = preview && (await balanced((url) => sendPreview(portOf(url), preview)));
    if (!sent) unanswered.push(`${people[0]}`);
    else if (sent.response_action === 'clear') forms.push(people);
    else refused += 1;
  });

  await newer();
  for (let at = 0; at < stops; at += 1) {
    await wait(between);
    const old = running[0];
    if (replicas === 1) {
      await stop(old);
      running[0] = await boot();
    } else {
      running.push(await boot());
      running.shift();
      await wait(preStop);
      await stop(old);
    }
  }
  isWanted = false;
  await Promise.all([typing, filling]);

  const rows = await countRows(location);
  onTestFinished(rows.close);
  const open = async () =>
    (await rows.count('accepted_commands')) +
    (await rows.count('batches where notified_at is null'));
  for (let looks = 0; (await open()) > 0; looks += 1) {
    if (looks > 600) throw new Error(`${await open()} commands and batches never end`);
    await wait(100);
  }
  await Promise.all(running.map(stop));

  const members = piper.addresses();
  const saidOf = (address: string) => messages.find(({ id }) => `${id}@example.com` === address);
  // What is too slow after it was acknowledged tells its author.
  const carriedOut = accepted.filter(
    (each) => members.includes(each) || !/nothing was|nobody was/i.test(saidOf(each)?.text ?? ''),
  );

  console.log(
    `${location.kind}: ${stops} stops of ${replicas}, ${carriedOut.length} of ${accepted.length} commands, ${forms.length} forms, ${refused} refused, ${unanswered.length} not answered`,
  );
  if (replicas > 1) expect(unanswered).toEqual([]);
  // A busy machine may be too slow for Slack, and then says so.
  expect(accepted.length + forms.length).toBeGreaterThan(refused);
  const everybody = [...carriedOut, ...forms.flat()];
  expect(members.filter((each, at) => members.indexOf(each) !== at)).toEqual([]);
  expect(everybody.filter((each) => !members.includes(each))).toEqual([]);
  const confirmations = (address: string) =>
    messages.filter(({ text }) => text.includes(' invited ') && isAbout(text, address)).length;
  // Of a form it names the first, and counts the others.
  const named = [
    ...carriedOut,
    ...forms.flatMap((people) => people.slice(0, batch.namedInConfirmation)),
  ];
  expect(named.filter((each) => confirmations(each) !== 1)).toEqual([]);
}

const by = (at: number) => `U0INVITER${at}`;

async function posted(url: string, body: ReturnType<typeof slackBody>) {
  try {
    return await postSigned(`${url}/slack/events`, body);
  } catch (error) {
    const { code } = error as { code?: string };
    return { status: code === 'ECONNREFUSED' ? 503 : 0, body: String(error) };
  }
}

const isAbout = (text: string, address: string): boolean =>
  text.split(/[\s*,:]+/).includes(address);
