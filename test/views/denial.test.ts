import { describe, expect, it } from 'vitest';
import { denialMessage } from '../../src/views/denial.ts';
import { expectWithinLimits } from '../helpers/block-limits.ts';
import { chosen, everyDenialReason } from '../helpers/builders.ts';

describe('somebody who may not invite', () => {
  it('is told who can', () => {
    const sentence =
      'Only workspace admins, owners and <@U1> can invite to Piper from this workspace. Ask one of them.';
    expect(denialMessage('not_chosen', chosen('U1'))).toEqual({
      text: sentence,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: sentence, verbatim: true } }],
    });
  });

  it('is told each reason in other words, but for accounts that nobody reads with', () => {
    const texts = everyDenialReason.map((reason) => denialMessage(reason, { kind: 'admins' }).text);
    expect(new Set(texts).size).toBe(everyDenialReason.length - 1);
  });

  it.each(everyDenialReason)("is told within Slack's limits: %s", (reason) => {
    expectWithinLimits(denialMessage(reason, chosen('U1', 'U2')));
  });
});
