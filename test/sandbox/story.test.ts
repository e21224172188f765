import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from './server.ts';
import { users } from './slack/seed.ts';
import { tellStory } from './story.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ logLevel: 'silent' });
});
afterAll(() => sandbox.stop());

it('the story of an invite is a plain line for each thing that somebody did', async () => {
  const lines: string[] = [];
  tellStory(sandbox, (line) => lines.push(line.replace(/^\d\d:\d\d:\d\d {2}/, '')));
  const type = (text: string) =>
    sandbox.slack.act(users.alice, { type: 'command', channel: 'C000000001', text });
  await type('ada@example.com as Editor');
  await expect.poll(() => lines).toHaveLength(3);
  expect(lines).toEqual([
    'Alice Admin typed /piper-invite ada@example.com as Editor (general)',
    '  Piper answered 200: ada@example.com is invited',
    '  Piper Invite wrote: @alice invited ada@example.com to Acme Robotics as Editor.',
  ]);

  lines.length = 0;
  await type('help');
  await expect.poll(() => lines).toHaveLength(2);
  expect(lines[1]).toBe('  Piper Invite answered: Invite people to Acme Robotics from here.');

  lines.length = 0;
  await sandbox.slack.act(users.alice, { type: 'shortcut', callbackId: 'invite' });
  await expect.poll(() => lines).toHaveLength(2);
  expect(lines).toEqual([
    'Alice Admin used a shortcut',
    expect.stringContaining('Invite to Piper'),
  ]);

  lines.length = 0;
  sandbox.piper.change({ type: 'fault', fault: 'forbidden' });
  await type('grace@example.com as Editor');
  await expect.poll(() => lines.length).toBeGreaterThan(2);
  expect(lines).toEqual([
    'Alice Admin typed /piper-invite grace@example.com as Editor (general)',
    '  Piper answered 403 when it was asked: add grace@example.com',
    expect.stringMatching(/^ {2}Piper Invite (answered|told them alone|wrote): /),
  ]);
});
