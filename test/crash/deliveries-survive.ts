import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFailed, onTestFinished } from 'vitest';
import { batch as limits } from '../../src/limits.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { openBatches } from '../helpers/open-batches.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { users } from '../helpers/slack.ts';
import { settingsFor } from './bot-settings.ts';
import { type Killable, startKillable } from './killed-process.ts';
import { previewOf, sendPreview } from './send-batch.ts';
import { makeUnreliable } from './unreliable-piper.ts';

const perBatch = 10;

export type Plan = {
  invitations: number;
  kills: number;
  /** Milliseconds from one kill to the next at most. */
  killPause: number;
  /** Processes at a time. */
  replicas: number;
  /** Add-member calls at a time. */
  concurrency: number;
  latency: number;
  /** Out of 1, how many add-member calls go wrong. */
  errors: number;
  /** Whether Slack refuses a message, the how many-eth it may be. */
  slackRefuses?: (random: () => number) => boolean;
  /** What happens to the database meanwhile. */
  trouble?: (random: () => number) => Promise<void>;
};

/**
 * Orders invitations from processes that are killed at random moments, with a Piper that drops answers after it has stored, answers
 * 500 and 429. In the end every address has one membership, every inviter was told the truth of it, and nothing is left.
 */
export async function expectToSurvive(location: StorageLocation, plan: Plan): Promise<void> {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error(`The moments of the kills come again with CRASH_SEED=${seed}`));
  const random = seededRandom(seed);
  const { slackRefuses } = plan;
  const outside = await startLocalOutside(slackRefuses && (() => slackRefuses(random)));
  onTestFinished(outside.stop);
  const { piper, messages } = outside;
  piper.members = [];
  const seen = makeUnreliable(piper, { ...plan, random });

  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const boot = () =>
    start([], {
      ...outside.environment,
      PIPER_CONCURRENCY: String(plan.concurrency),
      AFTER_TIMEOUT: String(plan.latency + 1_000),
      ...settingsFor(location),
    });
  const began = performance.now();
  const bots: Killable[] = [];
  for (let at = 0; at < plan.replicas; at += 1) bots.push(await boot());
  onTestFinished(() => Promise.all(bots.map((bot) => bot.kill())).then(() => undefined));

  let killed = 0;
  const killing = (async () => {
    for (; killed < plan.kills; killed += 1) {
      await wait(plan.killPause * (0.1 + random() * 0.9));
      const at = Math.floor(random() * bots.length);
      await bots[at]?.kill();
      bots[at] = await boot();
    }
  })();
  const trouble = plan.trouble?.(random);

  /** Whoever is not killed must live. */
  const expectLife = () => {
    const dead = bots.some((bot) => bot.hasEnded());
    if (dead) throw new Error('a process has ended by itself');
  };

  const addresses = Array.from({ length: plan.invitations }, (_, at) => `p${at}@example.com`);
  const batches = Array.from({ length: Math.ceil(addresses.length / perBatch) }, (_, at) =>
    addresses.slice(at * perBatch, (at + 1) * perBatch),
  );
  await Promise.all(
    batches.map(async (people, at) => {
      // People come over all the time of the killing, and Slack's user tries again when nothing answers.
      await wait((at / batches.length) * plan.kills * plan.killPause * 0.8);
      let previewId: string | undefined;
      let refusals = 0;
      for (let attempts = 0; ; attempts += 1) {
        const port = Number(bots[(at + attempts) % bots.length]?.said.split(' ')[1]);
        // Whoever has seen the preview sends that one again.
        previewId ??= await previewOf(
          port,
          { addresses: people.join('\n') },
          { viewId: `V0FORM${at}`, responseUrl: outside.responseUrl(`${at}`) },
        );
        const answer = previewId && (await sendPreview(port, previewId));
        if (answer && answer.response_action === 'clear') return;
        if (answer) refusals += 1;
        // The process that was to store it has been killed.
        if (refusals % 400 === 399) previewId = undefined;
        expectLife();
        await wait(50);
      }
    }),
  );
  await killing;
  await trouble;
  const open = await openBatches(location);
  try {
    for (let looks = 0; (await open.count()) > 0; looks += 1) {
      expectLife();
      if (looks > 3_000)
        throw new Error(`${await open.count()} batches never end in a notification`);
      await wait(100);
    }
  } finally {
    await open.close();
  }
  const seconds = Math.round((performance.now() - began) / 1_000);

  const memberships = new Map<string, number>();
  for (const address of piper.addresses()) {
    memberships.set(address, (memberships.get(address) ?? 0) + 1);
  }
  const twice = [...memberships].filter(([, count]) => count > 1);
  const outcomes = batches.map((people) => {
    const about = messages.filter(({ text }) => people.some((each) => isAbout(text, each)));
    const confirmations = about.filter(({ text }) =>
      text.startsWith(`<@${users.alice.id}> invited`),
    );
    return { people, confirmations };
  });
  const repeated = outcomes.filter(({ confirmations }) => confirmations.length > 1);
  console.log(
    `${location.kind}: ${killed} kills of ${plan.replicas}, ${addresses.length} invitations, ${seen.calls} calls to add, at most ${seen.mostAtOnce} at once, ${twice.length} twice, ${repeated.length} told twice, ${seconds} s`,
  );
  expect(twice).toEqual([]);
  expect([...memberships.keys()].toSorted()).toEqual(addresses.toSorted());
  for (const { people, confirmations } of outcomes) {
    // A process that dies between Slack's answer and its own note says the same once more.
    expect(new Set(confirmations.map(({ text }) => withoutHint(text))).size, people[0]).toBe(1);
    const text = confirmations[0]?.text;
    for (const address of people.slice(0, limits.namedInConfirmation)) {
      expect(text).toContain(`• ${address}: pending`);
    }
    if (people.length > limits.namedInConfirmation)
      expect(text).toContain(`${people.length} pending`);
  }
}

const isAbout = (text: string, address: string): boolean =>
  text.split(/[\s*,:]+/).includes(address);

/** Without the line that a message has that may be in the conversation, too. */
const withoutHint = (text: string): string => text.split('\nSlack broke off')[0] ?? '';
