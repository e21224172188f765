import { describe, expect, it } from 'vitest';
import {
  formatRulesTarget,
  ruleButtonSchema,
  ruleSchema,
  rulesButtonSchema,
} from '../../../src/listeners/payloads/rule-forms.ts';
import { noIds } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';
import { submitted } from '../../helpers/submitted.ts';
import { option } from '../../helpers/views.ts';

const list = {
  connectionId: 'connection-1',
  version: 'version-1',
  settingsForm: { viewId: 'V0', metadata: 'settings' },
};
const opener = { userId: 'UALICE', triggerId: 'trigger-1', isInModal: true };
const pressed = (metadata: string, ...actions: object[]) => ({
  user: { id: 'UALICE' },
  trigger_id: 'trigger-1',
  view: { id: 'V1', private_metadata: metadata },
  actions,
});

describe('the button of the settings form that leads to the rules', () => {
  it('tells which form stands beneath them', () => {
    expect(rulesButtonSchema.parse(pressed('settings'))).toEqual({
      opener,
      settingsForm: { viewId: 'V1', metadata: 'settings' },
    });
  });

  it('is refused without somebody who pressed it, or a form', () => {
    const whole = pressed('settings');
    for (const none of noIds) {
      for (const part of [{ user: { id: none } }, { trigger_id: none }, { view: { id: none } }]) {
        expect(rulesButtonSchema.safeParse({ ...whole, ...part }).success).toBe(false);
      }
    }
  });
});

describe('a button of the list of rules', () => {
  it('tells the list as it was shown, and the rule if it is about one', () => {
    const about = formatRulesTarget(list);
    const target = { ...list, listViewId: 'V1' };
    expect(ruleButtonSchema.parse(pressed(about, { value: 'rule-1' }))).toEqual({
      opener,
      target: { ...target, ruleId: 'rule-1' },
    });
    expect(ruleButtonSchema.parse(pressed(about, {}))).toEqual({ opener, target });
  });

  it.each([
    ['another button with it', pressed(formatRulesTarget(list), {}, {})],
    ['no button', pressed(formatRulesTarget(list))],
    ['a list of no connection', pressed(formatRulesTarget({ ...list, connectionId: '' }), {})],
    ['a list of no version', pressed(formatRulesTarget({ ...list, version: '' }), {})],
    ['nobody who pressed it', { ...pressed(formatRulesTarget(list), {}), user: {} }],
  ])('is refused with %s', (_, body) => {
    expect(ruleButtonSchema.safeParse(body).success).toBe(false);
  });
});

describe('the form with one rule', () => {
  const target = { ...list, listViewId: 'V1', ruleId: 'rule-1' };
  const fields = {
    rule_name: { value: 'Leads' },
    who: { selected_option: option('chosen') },
    users: { selected_users: ['UBOB'] },
    user_groups: { selected_options: [option('SLEADS')] },
    roles: { selected_options: [option('role-1')] },
    domains: { value: 'acme.example' },
    fate: { selected_option: option('direct') },
    beyond_own_role: { selected_options: [] },
  };
  const read = (about: object = {}, metadata = formatRulesTarget(target)) =>
    ruleSchema.safeParse(submitted({ ...fields, ...about }, metadata));

  it('is read with what was shown, and goes beyond the own role only where that was ticked', () => {
    const rule = {
      userId: users.alice.id,
      target,
      name: 'Leads',
      who: 'chosen',
      userIds: ['UBOB'],
      userGroupIds: ['SLEADS'],
      roleIds: ['role-1'],
      domains: 'acme.example',
      fate: 'direct',
    };
    expect(read().data).toEqual({ ...rule, isBeyond: false });
    const ticked = { selected_options: [option('yes')] };
    expect(read({ beyond_own_role: ticked, risk: ticked }).data).toEqual({
      ...rule,
      isBeyond: true,
      risk: ['yes'],
    });
  });

  it.each(['admins', 'chosen', 'members'])('can be about %s', (who) => {
    expect(read({ who: { selected_option: option(who) } }).data?.who).toBe(who);
  });

  it('is refused with people or a fate that no rule can have', () => {
    expect(read({ who: { selected_option: option('anybody') } }).success).toBe(false);
    expect(read({ fate: { selected_option: option('maybe') } }).success).toBe(false);
    expect(read({ beyond_own_role: undefined }).success).toBe(false);
  });
});
