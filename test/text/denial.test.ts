import { describe, expect, it } from 'vitest';
import { denial } from '../../src/text/index.ts';
import { chosen, everyDenialReason } from '../helpers/builders.ts';
import { describeRemedies, describeSentences } from '../helpers/sentences.ts';

describeSentences(
  everyDenialReason.flatMap((reason): [string, string][] => [
    [`refused: ${reason}`, denial(reason, { kind: 'admins' })],
    [`refused where one was chosen: ${reason}`, denial(reason, chosen('U1'))],
    [`refused where two were chosen: ${reason}`, denial(reason, chosen('U1', 'U2'))],
  ]),
);

describeRemedies(
  everyDenialReason
    .filter((reason) => reason !== 'bot' && reason !== 'deactivated')
    .map((reason) => [reason, denial(reason, { kind: 'admins' })] as const),
);

describe('who may invite', () => {
  it.each([
    [[], 'Only workspace admins and owners can invite to Piper from this workspace.'],
    [['U1'], 'Only workspace admins, owners and <@U1> can invite to Piper from this workspace.'],
    [
      ['U1', 'U2'],
      'Only workspace admins, owners, <@U1> and <@U2> can invite to Piper from this workspace.',
    ],
  ])('besides admins: %j', (inviters, sentence) => {
    expect(
      denial('not_chosen', inviters.length === 0 ? { kind: 'admins' } : chosen(...inviters)),
    ).toBe(`${sentence} Ask one of them.`);
  });
});
