import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/domain/rule.ts';
import { textMessage } from '../../src/views/message.ts';
import { ruleMessageModal, ruleModal, ruleSavingModal } from '../../src/views/rule-modal.ts';
import { expectModalWithinLimits, wordsOf } from '../helpers/block-limits.ts';
import { editor, numberedRoles, viewer } from '../helpers/builders.ts';
import { elementIn, fieldsIn } from '../helpers/views.ts';

const rule: Rule = {
  id: 'rule-1',
  name: 'Leads',
  who: { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S1'] },
  roles: [editor.id, 'gone-1', 'gone-2'],
  domains: ['acme.example', 'beta.example'],
  fate: 'deny',
};

const form = (about: Partial<Parameters<typeof ruleModal>[0]> = {}) =>
  ruleModal({
    metadata: 'target',
    isNew: about.rule === undefined,
    roles: [editor, viewer],
    userGroups: [{ id: 'S1', name: 'Leads' }],
    ...about,
  });

describe('the form with a rule', () => {
  it('begins with what the rule says', () => {
    const view = form({ rule });
    expect(view.title.text).toBe('Edit a rule');
    expect(elementIn(view, 'rule_name')).toMatchObject({ initial_value: 'Leads', max_length: 60 });
    expect(elementIn(view, 'who')).toMatchObject({ initial_option: { value: 'chosen' } });
    expect(elementIn(view, 'users')).toMatchObject({ initial_users: ['U1'] });
    expect(elementIn(view, 'user_groups')).toMatchObject({ initial_options: [{ value: 'S1' }] });
    expect(elementIn(view, 'domains')).toMatchObject({
      initial_value: 'acme.example, beta.example',
    });
    expect(elementIn(view, 'fate')).toMatchObject({ initial_option: { value: 'deny' } });
    expect(elementIn(view, 'beyond_own_role')).not.toHaveProperty('initial_options');
    expectModalWithinLimits(view);
  });

  it('keeps roles that Piper no longer has', () => {
    expect(elementIn(form({ rule }), 'roles')).toMatchObject({
      options: [
        { value: editor.id },
        { value: viewer.id },
        { value: 'gone-1', text: { text: 'A role that Piper no longer has' } },
        { value: 'gone-2' },
      ],
      initial_options: [{ value: editor.id }, { value: 'gone-1' }, { value: 'gone-2' }],
    });
  });

  it('offers to invite at once, with an approval, or never', () => {
    const offered = (view: ReturnType<typeof form>) =>
      (elementIn(view, 'fate').options as { value: string }[]).map(({ value }) => value);
    expect(offered(form())).toEqual(['direct', 'approval', 'deny']);
    expect(offered(form({ rule }))).toEqual(['direct', 'approval', 'deny']);
  });

  it('begins empty where it is new', () => {
    const view = form();
    expect(view.title.text).toBe('Add a rule');
    for (const field of ['rule_name', 'users', 'user_groups', 'roles', 'domains']) {
      const keys = Object.keys(elementIn(view, field));
      expect(keys.filter((key) => key.startsWith('initial'))).toEqual([]);
    }
    expect(elementIn(view, 'fate')).toMatchObject({ initial_option: { value: 'direct' } });
  });

  it('asks for no roles and groups where there are none, and says why groups are missing', () => {
    const view = form({ roles: [], userGroups: undefined });
    expect(fieldsIn(view)).not.toContain('roles');
    expect(fieldsIn(view)).not.toContain('user_groups');
    expect(wordsOf(view)).toContain('`usergroups:read`');
  });

  it.each([1, 99, 100, 300])('is taken by Slack with %d roles', (count) => {
    const roles = numberedRoles(count);
    const ids = [...roles.slice(0, 99).map(({ id }) => id), 'gone'];
    const view = form({
      roles,
      rule: { ...rule, name: 'n'.repeat(60), roles: ids, beyondOwnRole: true },
    });
    expectModalWithinLimits(view);
    expect(elementIn(view, 'roles').initial_options).toHaveLength(Math.min(count, 99) + 1);
  });

  it('is taken by Slack while it is being saved, and in its place a message', () => {
    expectModalWithinLimits(ruleSavingModal());
    expectModalWithinLimits(ruleMessageModal(textMessage(['It is gone.'])));
  });
});
