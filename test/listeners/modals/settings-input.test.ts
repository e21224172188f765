import { describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../../../src/domain/connection.ts';
import { type SettingsInput, settingsOf } from '../../../src/listeners/modals/settings-input.ts';
import { settingsVersion } from '../../../src/listeners/modals/settings-version.ts';

/** Of a form in which nothing is filled in, and of whose fields none is shown that need not be. */
const empty: SettingsInput = {
  userId: 'U1',
  metadata: '',
  who: 'admins',
  userIds: [],
  userGroupIds: undefined,
  roles: undefined,
  risk: undefined,
  domains: '',
  quota: '',
  roleChangerIds: [],
  roleChangerGroupIds: undefined,
  channel: undefined,
  remindAfterDays: undefined,
  isEnterpriseWide: false,
  isAnnounced: false,
};
const former: ConnectionSettings = {
  whoMayInvite: { kind: 'chosen', userIds: ['U1'], userGroupIds: ['S1'] },
  roleIds: ['r1'],
  beyondOwnRole: true,
  defaultRoleId: 'r1',
  domains: ['acme.example'],
  channel: 'C1',
  remindAfterDays: 7,
  quota: { invites: 20, fate: 'deny' },
  roleChangers: { userIds: ['U2'], userGroupIds: ['S2'] },
  rules: [
    {
      id: 'rule',
      name: 'Rule',
      who: { kind: 'members' },
      roles: 'all',
      domains: 'all',
      fate: 'deny',
    },
  ],
};

describe('the settings of a form', () => {
  it('keep the rules, and what was not shown', () => {
    expect(settingsOf({ ...empty, who: 'chosen' }, former)).toEqual({
      whoMayInvite: { kind: 'chosen', userIds: [], userGroupIds: ['S1'] },
      roleIds: ['r1'],
      beyondOwnRole: true,
      defaultRoleId: 'r1',
      domains: [],
      remindAfterDays: 7,
      roleChangers: { userIds: [], userGroupIds: ['S2'] },
      rules: former.rules,
    });
  });

  it('are without what was emptied', () => {
    const emptied = {
      ...empty,
      userGroupIds: [],
      roles: { roleIds: [], beyondOwnRole: false, defaultRoleId: undefined },
      roleChangerGroupIds: [],
    };
    expect(settingsOf(emptied, former)).toEqual({
      whoMayInvite: { kind: 'admins' },
      domains: [],
      remindAfterDays: 7,
      rules: former.rules,
    });
  });

  it.each([
    ['1', 1],
    [' 20 ', 20],
    ['1000', 1_000],
  ])('let one person invite %j people', (quota, invites) => {
    expect(settingsOf({ ...empty, quota }, former)).toMatchObject({
      quota: { invites, fate: 'deny' },
    });
  });
});

describe('the version of the settings', () => {
  it('is another one with any of them, but for the rules', () => {
    const changes: Partial<ConnectionSettings>[] = [
      { whoMayInvite: { kind: 'members' } },
      { roleIds: ['r1', 'r2'] },
      { defaultRoleId: 'r2' },
      { domains: [] },
      { channel: 'C2' },
      { remindAfterDays: 0 },
      { quota: { invites: 21, fate: 'deny' } },
      { roleChangers: { userIds: ['U2'], userGroupIds: [] } },
    ];
    const { beyondOwnRole: _, ...within } = former;
    const versions = [former, within, ...changes.map((change) => ({ ...former, ...change }))].map(
      settingsVersion,
    );
    expect(new Set(versions).size).toBe(versions.length);
    expect(settingsVersion({ ...former, rules: [] })).toBe(settingsVersion(former));
  });
});
