import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFailed, onTestFinished } from 'vitest';
import { slack as limits } from '../../src/limits.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { countRows } from '../helpers/open-batches.ts';
import { commandFields } from '../helpers/payloads.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { settingsFor } from './bot-settings.ts';
import { startKillable } from './killed-process.ts';

const rounds = 12;
const perRound = 10;
/** Milliseconds that Slack takes to say who somebody is: longer than a command waits before it is acknowledged. */
const slow = limits.lookupBeforeAnswer + 500;

/**
 * Types commands into processes that are killed while what they have acknowledged is still being looked up, or has just been stored.
 * In the end everybody who was acknowledged has one membership, their inviter was told of it, and nothing is left.
 */
export async function expectCommandsToSurvive(location: StorageLocation): Promise<void> {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);
  onTestFailed(() => console.error(`The moments of the kills come again with CRASH_SEED=${seed}`));
  const random = seededRandom(seed);
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { piper, slack, messages } = outside;
  piper.members = [];
  slack.beforeAnswer = (name) => wait(name === 'users.info' ? slow : 0);

  const numbers = Array.from({ length: rounds * perRound }, (_, at) => at);
  const inviter = (at: number) => `U0INVITER${at}`;
  const invited = (at: number) => `p${at}@example.com`;
  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const boot = () =>
    start([], {
      ...outside.environment,
      ...settingsFor(location),
      AFTER_TIMEOUT: '500',
      PIPER_INVITE_ADMINS: numbers.map(inviter).join(','),
    });
  /** Types a command; gives whether Slack was told that it is accepted. */
  const type = async (port: number, at: number): Promise<boolean> => {
    const fields = { user_id: inviter(at), response_url: outside.responseUrl(`${at}`) };
    const body = slackBody('command', commandFields(`${invited(at)} as Editor`, fields));
    const answer = await postSigned(`http://127.0.0.1:${port}/slack/events`, body);
    return answer.status === 200 && answer.body === '';
  };

  let bot = await boot();
  onTestFinished(() => bot.kill().then(() => undefined));
  const rows = await countRows(location);
  onTestFinished(rows.close);
  let left = 0;
  for (let round = 0; round < rounds; round += 1) {
    const port = Number(bot.said.split(' ')[1]);
    const typed = numbers.slice(round * perRound, (round + 1) * perRound);
    const answers = await Promise.all(typed.map((at) => type(port, at)));
    expect(answers).toEqual(typed.map(() => true));
    await wait(random() * 2 * (slow - limits.lookupBeforeAnswer));
    await bot.kill();
    left += await rows.count('accepted_commands');
    bot = await boot();
  }
  const open = async () =>
    (await rows.count('accepted_commands')) +
    (await rows.count('batches where notified_at is null'));
  for (let looks = 0; (await open()) > 0; looks += 1) {
    if (looks > 1_000) throw new Error(`${await open()} commands and batches never end`);
    await wait(100);
  }

  const members = piper.addresses();
  const told = numbers.map((at) => {
    const texts = messages
      .map(({ text }) => text.split('\n')[0] ?? '')
      .filter((text) => isAbout(text, invited(at)))
      // Whoever waits longer than usual hears that, too.
      .filter((text) => !text.includes("I'm checking whether"));
    // A process that dies between Slack's answer and its own note says the same once more.
    return [...new Set(texts)];
  });
  console.log(
    `${location.kind}: ${rounds} kills, ${numbers.length} commands, ${left} taken up, ${members.length} members`,
  );
  expect(left).toBeGreaterThan(0);
  expect(members.toSorted()).toEqual(numbers.map(invited).toSorted());
  expect(told).toEqual(
    numbers.map((at) => [
      `<@${inviter(at)}> invited *${invited(at)}* to *Acme Robotics* as *Editor*.`,
    ]),
  );
}

const isAbout = (text: string, address: string): boolean =>
  text.split(/[\s*,:]+/).includes(address);
