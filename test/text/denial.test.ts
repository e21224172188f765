import { describe, expect, it } from 'vitest';
import { denial, roleDenial } from '../../src/text/index.ts';
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

describe('who may change roles', () => {
  const settings = { whoMayInvite: { kind: 'admins' }, domains: [] } as const;
  const scope = { teamId: 'T1' };
  const named = (userIds: string[], userGroupIds: string[] = []) => ({
    settings: { ...settings, domains: [], roleChangers: { userIds, userGroupIds } },
    scope,
  });

  it('is whoever may connect, where nobody else is named', () => {
    expect(roleDenial('not_chosen', [], { settings: { ...settings, domains: [] }, scope })).toBe(
      'Only workspace admins and owners can change roles in Piper from this workspace. Ask one of them.',
    );
  });

  it('is named with people and groups, each once', () => {
    expect(roleDenial('not_chosen', ['U1'], named(['U1', 'U2'], ['S1']))).toBe(
      'Only workspace admins, owners, <@U1>, <@U2> and <!subteam^S1> can change roles in Piper from this workspace. Ask one of them.',
    );
    const wide = { ...named(['U2']), scope: { enterpriseId: 'E1' } };
    expect(roleDenial('guest', [], wide)).toBe(
      'Only admins of your Slack organization, its owners and <@U2> can change roles in Piper from this workspace. Ask one of them.',
    );
  });

  it('is counted where there are many', () => {
    const many = Array.from({ length: 100 }, (_, at) => `U${at}`);
    const sentence = roleDenial('not_chosen', [], named(many));
    expect(sentence).toContain('<@U29> and 70 more can change roles');
  });
});

describe('whoever may not', () => {
  it('reads what they tried, and who can help', () => {
    const admins = { kind: 'admins' } as const;
    expect(denial('guest', admins, { deed: 'look' })).toBe(
      "Guests can't see who was invited to Piper. Ask a full member of this workspace who may.",
    );
    expect(denial('not_chosen', admins, { deed: 'check', helper: 'UALICE' })).toBe(
      'Only workspace admins and owners can check invites to Piper from this workspace. <@UALICE> connected it and can help.',
    );
  });
});
