import { describe, expect, it } from 'vitest';
import { suggestionSchema } from '../../../src/listeners/payloads/suggestion.ts';
import { pressed } from '../../helpers/payloads.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';

const suggestion = (value = 'ada@example.com as Editor') =>
  pressed({ type: 'button', action_id: 'suggestion_0', value });
const isRefused = (body: object) => !suggestionSchema.safeParse(body).success;

describe('a button that runs a command', () => {
  it('is read as the command that it holds', () => {
    const body = suggestion();
    expect(suggestionSchema.parse(body)).toEqual({
      submission: `suggestion ${users.alice.id} C0GENERAL 1`,
      text: 'ada@example.com as Editor',
      userId: users.alice.id,
      channel: 'C0GENERAL',
      triggerId: body.trigger_id,
      responseUrl: 'https://hooks.slack.com/actions/T0ACME/1/secret',
    });
  });

  it('is one submission with the other buttons of its message, and with itself', () => {
    const { submission } = suggestionSchema.parse(suggestion());
    expect(suggestionSchema.parse(suggestion()).submission).toBe(submission);
    expect(suggestionSchema.parse(suggestion('grace@example.com')).submission).toBe(submission);
  });

  it.each([
    ['somebody else', 'user.id', 'U0BOB'],
    ['another conversation', 'channel.id', 'C2'],
    ['another message', 'container.message_ts', '2'],
  ])('is another submission of %s', (_, path, value) => {
    const { submission } = suggestionSchema.parse(suggestion());
    const other = suggestionSchema.parse(replaced(suggestion(), path, value));
    expect(other.submission).not.toBe(submission);
  });

  it.each([
    'user',
    'user.id',
    'channel',
    'channel.id',
    'trigger_id',
    'container',
    'container.message_ts',
    'actions.0',
    'actions.0.value',
  ])('is refused without its %s', (path) => {
    for (const none of noIds) expect(isRefused(replaced(suggestion(), path, none))).toBe(true);
  });

  it('is refused where not one was pressed, but none or several', () => {
    const body = suggestion();
    for (const actions of [undefined, [], [...body.actions, ...body.actions]]) {
      expect(isRefused(replaced(body, 'actions', actions))).toBe(true);
    }
  });
});
