import { describe, expect, it } from 'vitest';
import { senderSchema } from '../../../src/listeners/payloads/sender.ts';
import { commandFields, inviteBody, pressed } from '../../helpers/payloads.ts';
import { responseUrl, users } from '../../helpers/slack.ts';

describe('whoever sent something', () => {
  it('is known from a command and from a form', () => {
    expect(senderSchema.parse(commandFields(''))).toEqual({ userId: users.alice.id, responseUrl });
    expect(senderSchema.parse(inviteBody({}))).toEqual({
      userId: users.alice.id,
      responseUrl: undefined,
    });
  });

  it('is known from a button, and can be reached by it', () => {
    expect(senderSchema.parse(pressed({ action_id: 'x', value: '1' }))).toEqual({
      userId: users.alice.id,
      responseUrl: responseUrl.replace('commands', 'actions'),
    });
  });

  it('is whom a command names, whatever else there is', () => {
    expect(senderSchema.parse({ user_id: 'U1', user: { id: 'U2' } }).userId).toBe('U1');
  });

  it('is unknown where nothing is told, without a fuss', () => {
    expect(senderSchema.parse({})).toEqual({ userId: undefined, responseUrl: undefined });
  });
});
