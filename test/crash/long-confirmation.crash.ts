import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startLocalOutside } from '../helpers/local-outside.ts';
import { openBatches } from '../helpers/open-batches.ts';
import { users } from '../helpers/slack.ts';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { settingsFor } from './bot-settings.ts';
import { startKillable } from './killed-process.ts';
import { previewOf, sendPreview } from './send-batch.ts';
import { makeUnreliable } from './unreliable-piper.ts';

const people = Array.from(
  { length: 45 },
  (_, at) => `p${at}@a-rather-long-name-of-a-company-for-an-address.example`,
);
/** A third of the bytes that Slack takes of an edit. */
const note = '歓迎'.repeat(220);

it('the confirmation of a long batch is edited to its end, though its process was killed and Slack takes 4,000 bytes', async () => {
  const outside = await startLocalOutside();
  onTestFinished(outside.stop);
  const { messages, refused, piper } = outside;
  piper.members = [];
  makeUnreliable(piper, { random: () => 0.9, latency: 250, errors: 0 });
  const location = { kind: 'sqlite', directory: temporaryDirectory() } as const;
  const start = await startKillable(fileURLToPath(import.meta.resolve('./bot.ts')));
  const boot = () =>
    start([], { ...outside.environment, ...settingsFor(location), AFTER_TIMEOUT: '1000' });

  const first = await boot();
  const port = Number(first.said.split(' ')[1]);
  const urls = { viewId: 'V0FORM', responseUrl: outside.responseUrl('1') };
  const previewId = await previewOf(port, { addresses: people.join('\n'), note }, urls);
  expect(await sendPreview(port, previewId ?? '')).toMatchObject({ response_action: 'clear' });
  // Once it is edited, it has been stored where it is.
  while (!messages.some(({ how }) => how === 'update')) await outside.nextMessage();
  await first.kill();
  const second = await boot();
  onTestFinished(() => second.kill().then(() => undefined));
  const open = await openBatches(location);
  onTestFinished(open.close);
  for (let looks = 0; (await open.count()) > 0 && looks < 600; looks += 1) await wait(100);

  expect(await open.count()).toBe(0);
  expect(refused).toEqual([]);
  const [progress, ...others] = messages.filter(({ to }) => to === 'C0GENERAL');
  expect(progress).toMatchObject({ how: 'post', text: expect.stringContaining('is inviting') });
  expect(new Set(others.map(({ how }) => how))).toEqual(new Set(['update']));
  const end = others.at(-1)?.text ?? '';
  expect(end).toMatch(
    new RegExp(
      `^<@${users.alice.id}> invited 45 people .*\nand 42 more\n> ${note}\n45 pending`,
      's',
    ),
  );
  expect(Buffer.byteLength(end)).toBeLessThanOrEqual(4_000);
});
