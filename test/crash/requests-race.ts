import { fileURLToPath } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import { DAY } from '../../src/limits.ts';
import type { StorageLocation } from '../../src/storage/storage.ts';
import { eventually } from '../helpers/eventually.ts';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { countRows } from '../helpers/open-batches.ts';
import { pressed } from '../helpers/payloads.ts';
import { roles } from '../helpers/piper.ts';
import { postSigned, slackBody } from '../helpers/signed-request.ts';
import { team, users } from '../helpers/slack.ts';
import { addressOf, asker, organization, prepareAsking } from './asking.ts';
import { startKillable } from './killed-process.ts';

const rounds = 250;
const { alice, carol } = users;

/**
 * Two people approve the same request at the same moment, again and again, in one process or each in another. Each time there is one
 * batch, Piper is asked once, and whoever was later is told who was first.
 */
export async function expectOneToBeFirst(
  location: StorageLocation,
  processes: 1 | 2,
): Promise<void> {
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { piper, messages, slack } = outside;
  const heard: string[] = [];
  slack.onResponseUrl = ({ text }) => {
    heard.push(String(text));
    return [200, { ok: true }];
  };
  const at = Date.now();
  const numbers = Array.from({ length: rounds }, (_, number) => number);
  const environment = await prepareAsking(location, outside, rounds, async ({ requests }) => {
    for (const number of numbers) {
      const stored = await requests.ask(
        {
          id: `request-${number}`,
          submission: `${team} race-${number}`,
          workspace: { teamId: team },
          organization,
          requesterId: asker(number),
          reason: 'They join our team on Monday',
          invites: [
            {
              invitee: { address: addressOf(number) },
              role: { id: roles.editor.id, name: roles.editor.name },
            },
          ],
          channel: 'C0GENERAL',
          surface: 'form',
          at,
          expiresAt: at + 7 * DAY,
          remindAt: at + 3 * DAY,
        },
        [],
      );
      expect(stored).toEqual({ ok: true, value: true });
    }
  });
  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const bots = await Promise.all(Array.from({ length: processes }, () => start([], environment)));
  onTestFinished(() => Promise.all(bots.map((bot) => bot.kill())).then(() => undefined));
  const ports = bots.map(({ said }) => Number(said.split(' ')[1]));
  const rows = await countRows(location);
  onTestFinished(rows.close);
  const first = { [alice.id]: 0, [carol.id]: 0 };
  for (const number of numbers) {
    heard.length = 0;
    const press = (userId: string, port = 0) => {
      const button = { action_id: 'approve_request', value: `request-${number} 1` };
      const response_url = outside.responseUrl(`${number}`);
      const body = { ...pressed(button, { userId }), response_url };
      return postSigned(`http://127.0.0.1:${port}/slack/events`, slackBody('interaction', body));
    };
    await Promise.all([press(alice.id, ports[0]), press(carol.id, ports.at(-1))]);
    await eventually(() => expect(heard).toHaveLength(2));
    const [no, yes] = heard.toSorted();
    expect(yes).toBe('Approved. Piper is asked now.');
    const [, winner = ''] = /^Approved by <@(\w+)> .*\. Nothing changed\.$/.exec(no ?? '') ?? [];
    expect(Object.keys(first)).toContain(winner);
    const votes = `request_votes where request_id = 'request-${number}'`;
    expect(await rows.count(`${votes} and user_id = '${winner}'`)).toBe(1);
    expect(await rows.count(votes)).toBe(1);
    first[winner] = (first[winner] ?? 0) + 1;
  }
  await eventually(async () =>
    expect(await rows.count('batches where notified_at is not null')).toBe(rounds),
  );

  console.log(
    `${location.kind}: ${rounds} races in ${processes} processes, first: ${JSON.stringify(first)}; ${piper.added} calls to add, ${messages.length} messages`,
  );
  expect(await rows.count('batches')).toBe(rounds);
  expect(await rows.count('invitations')).toBe(rounds);
  expect(piper.added).toBe(rounds);
  expect(piper.addresses()).toEqual(expect.arrayContaining(numbers.map(addressOf)));
}
