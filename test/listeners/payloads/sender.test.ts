import { describe, expect, it } from 'vitest';
import { senderSchema } from '../../../src/listeners/payloads/sender.ts';
import { commandFields, inviteBody } from '../../helpers/payloads.ts';
import { responseUrl, users } from '../../helpers/slack.ts';

describe('whoever sent something', () => {
  it('is known from a command and from a form', () => {
    expect(senderSchema.parse(commandFields(''))).toEqual({ userId: users.alice.id, responseUrl });
    expect(senderSchema.parse(inviteBody({}))).toEqual({
      userId: users.alice.id,
      responseUrl: undefined,
    });
  });

  it('is unknown where nothing is told, without a fuss', () => {
    expect(senderSchema.parse({})).toEqual({ userId: undefined, responseUrl: undefined });
  });
});
