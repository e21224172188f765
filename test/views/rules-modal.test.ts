import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { rulesModal } from '../../src/views/rules-modal.ts';
import { buttonsOf, expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { acme, numberedRoles, systemRole } from '../helpers/builders.ts';

const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');

const rule = (about: Partial<Rule> = {}): Rule => ({
  id: 'rule-1',
  name: 'Leads',
  who: { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S1'] },
  roles: [editor.id, viewer.id],
  domains: ['acme.example'],
  fate: 'direct',
  ...about,
});

const list = (
  rules: Rule[],
  {
    settings = {},
    ...about
  }: Partial<Omit<Parameters<typeof rulesModal>[0], 'settings'>> & {
    settings?: Partial<ConnectionSettings>;
  } = {},
) =>
  rulesModal({
    metadata: 'target',
    organization: acme,
    settings: { whoMayInvite: { kind: 'admins' }, domains: [], ...settings, rules },
    roles: ok([admin, editor, viewer]),
    isAlone: true,
    ...about,
  });

/** The words of the only rule. */
const wordsFor = (about: Partial<Rule>) =>
  wordsOf(list([rule(about)]))
    .split('\n')
    .find((line) => line.startsWith('*Leads*'));

describe('a rule in words', () => {
  it.each<[string, Partial<Rule>]>([
    [
      '<@U1> and <!subteam^S1> may invite addresses of acme.example as *Editor* or *Viewer* at once.',
      {},
    ],
    [
      'Nobody may invite anybody with any role.',
      { who: { kind: 'members' }, roles: 'all', domains: 'all', fate: 'deny' },
    ],
    [
      '<@U1> and <!subteam^S1> may never invite addresses of a.example and b.example as *Admin*.',
      { roles: [admin.id], domains: ['a.example', 'b.example'], fate: 'deny' },
    ],
    [
      'Every full member may invite anybody as *Viewer* at once.',
      { who: { kind: 'members' }, roles: [viewer.id], domains: 'all' },
    ],
    [
      'Workspace admins and owners may invite anybody as *Admin* at once, also above their own role in Piper.',
      { who: { kind: 'admins' }, roles: [admin.id], domains: 'all', beyondOwnRole: true },
    ],
    [
      'Workspace admins and owners may invite anybody with any role with an approval.',
      { who: { kind: 'admins' }, roles: 'all', domains: 'all', fate: 'approval' },
    ],
    [
      'Every full member may invite anybody as *Viewer* or 2 roles that Piper no longer has at once.',
      { who: { kind: 'members' }, roles: ['a', viewer.id, 'b'], domains: 'all' },
    ],
    [
      'Every full member may invite anybody as a role that Piper no longer has at once.',
      { who: { kind: 'members' }, roles: ['a'], domains: 'all' },
    ],
  ])('%s', (words, about) => {
    expect(wordsFor(about)).toBe(`*Leads*: ${words}`);
  });

  it('names the first of many people, and counts the others', () => {
    const userIds = Array.from({ length: 30 }, (_, at) => `U${at}`);
    expect(wordsFor({ who: { kind: 'chosen', userIds, userGroupIds: [] } })).toContain(
      '<@U4> and 25 more may invite',
    );
  });

  it('warns where every full member could make somebody who can bring in others', () => {
    const risky = { who: { kind: 'members' as const }, beyondOwnRole: true as const };
    const warning = 'Mind that every full member could make anybody *Admin* in Piper.';
    const roles = [admin.id, editor.id, 'gone'];
    expect(wordsOf(list([rule({ ...risky, roles })]))).toContain(warning);
    expect(wordsOf(list([rule({ ...risky, roles, fate: 'deny' })]))).not.toContain('Mind that');
    expect(wordsOf(list([rule({ ...risky, roles: [viewer.id] })]))).not.toContain('Mind that');
    expect(
      wordsOf(
        list([], {
          settings: {
            whoMayInvite: { kind: 'members' },
            roleIds: [admin.id],
            beyondOwnRole: true,
          },
        }),
      ),
    ).toContain(warning);
  });
});

describe('the list of rules', () => {
  it('begins with the settings form, which has no buttons', () => {
    const view = list([], {
      settings: {
        whoMayInvite: { kind: 'chosen', userIds: ['U1'], userGroupIds: [] },
        roleIds: [],
        domains: ['acme.example'],
      },
    });
    expect(wordsOf(view)).toContain(
      '*The settings form* is the first rule: workspace admins, owners and <@U1> may invite addresses of acme.example with no role at once.',
    );
    expect(buttonsOf(view)).toEqual(['add_rule']);
  });

  it('has buttons for each rule, and asks before it removes one', () => {
    const view = list([rule(), rule({ id: 'rule-2', name: 'Others' })]);
    expect(buttonsOf(view)).toEqual([
      ...['edit_rule', 'remove_rule'],
      ...['edit_rule', 'remove_rule'],
      'add_rule',
    ]);
    expect(JSON.stringify(view)).toContain('\\"Others\\" ends at once.');
    expect(view.private_metadata).toBe('target');
  });

  it('offers no further rule where there are twenty with the settings form', () => {
    const rules = Array.from({ length: 19 }, (_, at) => rule({ id: `${at}`, name: `Rule ${at}` }));
    expect(buttonsOf(list(rules.slice(1)))).toContain('add_rule');
    const full = list(rules);
    expect(buttonsOf(full)).not.toContain('add_rule');
    expect(wordsOf(full)).toContain('There are 20 rules with the settings form');
  });

  it('says what happened, and why it knows no role by name', () => {
    const view = list([rule()], {
      notice: 'Somebody else was faster.',
      roles: err({ kind: 'unavailable', contact: 'not_sent' }),
    });
    expect(wordsOf(view)).toMatch(/^Somebody else was faster\.\n/);
    expect(wordsOf(view)).toContain("can't be read right now. Piper isn't answering.");
    expect(wordsOf(view)).toContain('addresses of acme.example with one of 2 roles at once.');
  });

  it('leads back to the settings form, or closes where it is alone', () => {
    expect(list([]).close?.text).toBe('Close');
    expect(list([], { isAlone: false }).close?.text).toBe('Back');
  });

  it.each(['x', '&', '*', '<'])(
    'is taken by Slack, as long as it may be and made of %j',
    (letter) => {
      const roles = numberedRoles(100).map((role) => ({
        ...role,
        name: letter.repeat(255),
        permissions: ['*'],
      }));
      const longest = (at: number): Rule => ({
        id: `rule-${at}`,
        name: letter.repeat(60),
        who: {
          kind: 'chosen',
          userIds: Array.from({ length: 100 }, (_, at) => `U01234567${at}`),
          userGroupIds: Array.from({ length: 100 }, (_, at) => `S01234567${at}`),
        },
        roles: roles.map(({ id }) => id),
        domains: Array.from({ length: 10 }, (_, at) => `${'d'.repeat(240)}.x${at}`),
        fate: 'direct',
        beyondOwnRole: true,
      });
      const everybody = (at: number): Rule => ({ ...longest(at), who: { kind: 'members' } });
      for (const each of [longest, everybody]) {
        expectModalWithinLimits(
          list(
            Array.from({ length: 19 }, (_, at) => each(at)),
            {
              organization: { id: 'o', name: letter.repeat(255) },
              roles: ok(roles),
              notice: 'n'.repeat(200),
              settings: { beyondOwnRole: true, roleIds: roles.map(({ id }) => id) },
            },
          ),
        );
      }
    },
  );
});
