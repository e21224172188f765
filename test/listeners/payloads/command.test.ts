import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../src/listeners/payloads/command.ts';

const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/slack/command.json', import.meta.url), 'utf8'),
);
const responseUrl = 'https://hooks.slack.com/commands/T1/1/abc';
const command = {
  token: 'x',
  team_id: 'T1',
  command: '/piper-invite',
  text: 'ada@example.com',
  user_id: 'U1',
  channel_id: 'C1',
  trigger_id: '1.2.3',
  response_url: responseUrl,
};

describe('a command', () => {
  it('is read', () => {
    expect(parseCommand(command)).toEqual({
      text: 'ada@example.com',
      userId: 'U1',
      channel: 'C1',
      submission: '1.2.3',
      triggerId: '1.2.3',
      responseUrl,
    });
  });

  it('is read as Slack sends it', () => {
    expect(parseCommand(fixture)).toMatchObject({ text: '<@U0BOB00001|bob>' });
  });

  it('may have no text', () => {
    const { text: _, ...bare } = command;
    expect(parseCommand(bare).text).toBe('');
    expect(parseCommand({ ...command, text: '' }).text).toBe('');
  });

  it.each(['user_id', 'channel_id', 'trigger_id'])('is refused without its %s', (field) => {
    expect(() => parseCommand({ ...command, [field]: undefined })).toThrow(field);
    expect(() => parseCommand({ ...command, [field]: '' })).toThrow(field);
  });
});
