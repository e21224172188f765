import { expect, it } from 'vitest';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import { settingsChange, settingsDetails } from '../../src/usecases/settings-details.ts';
import { chosen } from '../helpers/builders.ts';

const least: ConnectionSettings = { whoMayInvite: { kind: 'admins' }, domains: [] };
const everything: ConnectionSettings = {
  whoMayInvite: { kind: 'chosen', userIds: ['UBOB'], userGroupIds: ['SLEADS'] },
  roleIds: ['role-editor', 'role-viewer'],
  beyondOwnRole: true,
  defaultRoleId: 'role-viewer',
  domains: ['acme.example', 'example.com'],
  quota: { invites: 5, fate: 'deny' },
  roleChangers: { userIds: ['UCAROL'], userGroupIds: [] },
  channel: 'C1',
  remindAfterDays: 0,
  asking: {
    approvers: {
      channel: 'C2',
      userIds: ['UCAROL', 'UDAVE'],
      userGroupIds: ['SLEADS'],
      quietUserIds: ['UERIN', 'UNORA'],
      beyondOwnRole: ['role-admin', 'role-owner'],
    },
    expireAfterDays: 7,
    selfApproval: true,
    twoApprovals: ['role-owner', 'role-admin'],
  },
};

it('the record has every setting that is set, and no other', () => {
  expect(settingsDetails(least)).toEqual({ whoMayInvite: 'admins' });
  expect(settingsDetails(everything)).toEqual({
    whoMayInvite: 'UBOB SLEADS',
    roles: 'role-editor role-viewer',
    beyondOwnRole: 'yes',
    defaultRole: 'role-viewer',
    domains: 'acme.example example.com',
    quota: '5 deny',
    roleChangers: 'UCAROL',
    channel: 'C1',
    remindAfterDays: '0',
    asking:
      'asked UCAROL UDAVE SLEADS; in C2; quiet UERIN UNORA; beyond own role role-admin role-owner; days 7; own requests; two for role-owner role-admin',
  });
});

it('the record has of requests only what is set', () => {
  const approvers = { userIds: ['UCAROL'], userGroupIds: [], quietUserIds: [] };
  const asking = { approvers, expireAfterDays: 3, selfApproval: false, twoApprovals: [] };
  expect(settingsDetails({ ...least, asking }).asking).toBe('asked UCAROL; days 3');
});

it('a change is recorded with what was there before, where that was something else', () => {
  const after = { ...least, whoMayInvite: chosen('UBOB'), domains: ['acme.example'] };
  const quota = { invites: 5, fate: 'deny' } as const;
  expect(settingsChange({ ...least, quota, channel: 'C1' }, { ...after, channel: 'C1' })).toEqual({
    whoMayInvite: 'UBOB',
    whoMayInviteBefore: 'admins',
    domains: 'acme.example',
    domainsBefore: '',
    quota: '',
    quotaBefore: '5 deny',
    channel: 'C1',
  });
  expect(settingsChange(least, least)).toEqual({ whoMayInvite: 'admins' });
});
