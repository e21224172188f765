import { describe, expect, it } from 'vitest';
import {
  disconnectSchema,
  formatSettingsTarget,
  organizationSchema,
  parseSettingsTarget,
  settingsSchema,
  tokenSchema,
} from '../../../src/listeners/payloads/connection-forms.ts';
import { noIds, replaced } from '../../helpers/replaced.ts';
import { users } from '../../helpers/slack.ts';
import { submitted } from '../../helpers/submitted.ts';
import { option } from '../../helpers/views.ts';

describe('the form that takes a token', () => {
  it('is read without the space around the token', () => {
    expect(tokenSchema.parse(submitted({ token: { value: ' pat_abc\n' } }))).toEqual({
      userId: users.alice.id,
      token: 'pat_abc',
    });
  });

  it('has an empty token where none was typed', () => {
    expect(tokenSchema.parse(submitted({ token: { value: null } })).token).toBe('');
  });

  it('is refused without its field', () => {
    expect(tokenSchema.safeParse(submitted({})).success).toBe(false);
  });
});

describe('the form that chooses an organization', () => {
  const form = (value: unknown) => ({ selected_option: { ...option('x'), value } });

  it('is read with the connection that waits for it', () => {
    const body = submitted({ organization: form('org-1') }, 'pending-1');
    expect(organizationSchema.parse(body)).toEqual({
      userId: users.alice.id,
      pendingId: 'pending-1',
      organizationId: 'org-1',
    });
  });

  it('is refused without an organization', () => {
    for (const none of noIds) {
      const body = submitted({ organization: form(none) }, 'pending-1');
      expect(organizationSchema.safeParse(body).success).toBe(false);
    }
    for (const fields of [{}, { organization: {} }]) {
      expect(organizationSchema.safeParse(submitted(fields, 'pending-1')).success).toBe(false);
    }
  });
});

describe('the settings form', () => {
  const required = {
    who: { selected_option: option('chosen') },
    users: { selected_users: ['U1', 'U2'] },
    settings_channel: { selected_conversation: 'C1' },
    domains: { value: 'acme.example' },
    quota: { value: '20' },
    role_changers: { selected_users: ['U3'] },
  };
  const optional = {
    user_groups: { selected_options: [option('S1')] },
    roles: { selected_options: [option('r1'), option('r2')] },
    beyond_own_role: { selected_options: [option('yes')] },
    risk: { selected_options: [option('digest')] },
    role_changer_groups: { selected_options: [option('S2')] },
    default_role: { selected_option: option('r2') },
    remind: { selected_option: option('7') },
    enterprise: { selected_options: [option('yes')] },
    announce: { selected_options: [option('yes')] },
  };
  const whole = { ...required, ...optional };
  const parsed = (fields: Record<string, object>) =>
    settingsSchema.parse(submitted(fields, 'target'));
  const isRefused = (fields: Record<string, object>) =>
    !settingsSchema.safeParse(submitted(fields, 'target')).success;

  it('is read with all of its fields', () => {
    expect(parsed(whole)).toEqual({
      userId: users.alice.id,
      metadata: 'target',
      who: 'chosen',
      userIds: ['U1', 'U2'],
      userGroupIds: ['S1'],
      roles: { roleIds: ['r1', 'r2'], beyondOwnRole: true, defaultRoleId: 'r2' },
      risk: ['digest'],
      quota: '20',
      roleChangerIds: ['U3'],
      roleChangerGroupIds: ['S2'],
      channel: 'C1',
      domains: 'acme.example',
      remindAfterDays: 7,
      isEnterpriseWide: true,
      isAnnounced: true,
    });
  });

  it('says nothing of what it did not show', () => {
    expect(parsed(required)).toEqual({
      userId: users.alice.id,
      metadata: 'target',
      who: 'chosen',
      userIds: ['U1', 'U2'],
      userGroupIds: undefined,
      roles: undefined,
      risk: undefined,
      quota: '20',
      roleChangerIds: ['U3'],
      roleChangerGroupIds: undefined,
      channel: 'C1',
      domains: 'acme.example',
      remindAfterDays: undefined,
      isEnterpriseWide: false,
      isAnnounced: false,
    });
  });

  it('tells nothing chosen from nothing shown', () => {
    const emptied = {
      who: { selected_option: option('admins') },
      users: { selected_users: [] },
      settings_channel: { selected_conversation: null },
      domains: { value: null },
      quota: { value: null },
      role_changers: { selected_users: [] },
      role_changer_groups: { selected_options: [] },
      user_groups: { selected_options: [] },
      roles: { selected_options: [] },
      beyond_own_role: { selected_options: [] },
      risk: { selected_options: [] },
      default_role: { selected_option: null },
      remind: { selected_option: null },
      enterprise: { selected_options: [] },
      announce: { selected_options: [] },
    };
    expect(parsed(emptied)).toEqual({
      userId: users.alice.id,
      metadata: 'target',
      who: 'admins',
      userIds: [],
      userGroupIds: [],
      roles: { roleIds: [], beyondOwnRole: false, defaultRoleId: undefined },
      risk: [],
      quota: '',
      roleChangerIds: [],
      roleChangerGroupIds: [],
      channel: undefined,
      domains: '',
      remindAfterDays: undefined,
      isEnterpriseWide: false,
      isAnnounced: false,
    });
  });

  it.each(['admins', 'chosen', 'members'])('can let %s invite', (who) => {
    expect(parsed({ ...whole, who: { selected_option: option(who) } }).who).toBe(who);
  });

  it.each(['everybody', '', 'Admins'])('can let nobody else invite: %j', (who) => {
    expect(isRefused({ ...whole, who: { selected_option: option(who) } })).toBe(true);
  });

  it.each(Object.keys(required))('is refused without its field %s', (field) => {
    const { [field as keyof typeof whole]: _, ...others } = whole;
    expect(isRefused(others)).toBe(true);
  });

  it.each(['', '-1', '1.5', 'soon', '7 days'])('is refused where it reminds after %j', (days) => {
    expect(isRefused({ ...whole, remind: { selected_option: option(days) } })).toBe(true);
  });

  it('is refused with an empty default role', () => {
    expect(isRefused({ ...whole, default_role: { selected_option: option('') } })).toBe(true);
  });
});

describe('the form that confirms disconnecting', () => {
  const body = submitted({}, 'connection-1');

  it('is read with the connection that it was opened for', () => {
    expect(disconnectSchema.parse(body)).toEqual({
      userId: users.alice.id,
      connectionId: 'connection-1',
    });
  });

  it.each(['user', 'user.id', 'view', 'view.private_metadata'])(
    'is refused without its %s',
    (path) => {
      for (const none of noIds) {
        expect(disconnectSchema.safeParse(replaced(body, path, none)).success).toBe(false);
      }
    },
  );
});

describe('what a settings form is about', () => {
  it.each([
    ['a new connection', { pendingId: 'p1', organizationId: 'org-1', version: 'v1' }],
    ['one that there is', { connectionId: 'c1', version: 'v1' }],
  ])('comes back as it went out: %s', (_, target) => {
    expect(parseSettingsTarget(formatSettingsTarget(target))).toEqual(target);
  });

  it.each([
    '',
    'c1',
    '{}',
    'null',
    '[]',
    '{"connectionId":"c1"}',
    '{"connectionId":"c1","version":""}',
    '{"connectionId":"","version":"v1"}',
    '{"connectionId":7,"version":"v1"}',
    '{"pendingId":"p1","version":"v1"}',
    '{"organizationId":"org-1","version":"v1"}',
    '{"pendingId":"p1","organizationId":"org-1"}',
    '{"pendingId":"","organizationId":"org-1","version":"v1"}',
    '{"pendingId":"p1","organizationId":"","version":"v1"}',
  ])('is refused as %j', (metadata) => {
    expect(() => parseSettingsTarget(metadata)).toThrow();
  });
});
