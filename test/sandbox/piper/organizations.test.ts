import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PiperSandbox, RolePermissions } from '../contract.ts';
import { acmeMembers, sendForJson } from './client.ts';
import { systemRoleId } from './roles.ts';
import { acmeId, globexId, seedTokens, userIdOf } from './seed.ts';
import { startPiper } from './server.ts';

const now = Date.parse('2026-11-24T10:32:00.000Z');

let piper: PiperSandbox;
beforeEach(async () => {
  piper = await startPiper({ now: () => now });
});
afterEach(() => piper.stop());

const viewing = ['org:read', 'members:read', 'agents:read'];
const editing = [...viewing, 'agents:create', 'agents:update', 'agents:delete'];
const administering = [
  ...editing,
  'org:update',
  'members:invite',
  'members:update',
  'members:remove',
];
const ofOwners = ['org:delete', 'org:billing'];

const giveRole = (email: string, name: string) =>
  sendForJson(piper, 'PATCH', `${acmeMembers}/${userIdOf(email)}`, {
    body: { role_id: systemRoleId(name) },
  });

describe('listing organizations', () => {
  const list = async (token: string) =>
    (await sendForJson(piper, 'GET', '/v1/organizations/', { token })).body as {
      permissions: string[];
    }[];
  const permissionsOf = async (token: string) => (await list(token))[0]?.permissions;

  it('answers a bare array with the owner, the role that the one with the token has, and what the token may do', async () => {
    expect(await list(seedTokens.full)).toEqual([
      expect.objectContaining({
        id: acmeId,
        name: 'Acme Robotics',
        owner_user_id: userIdOf('maya.okafor@acme.example'),
        role: expect.objectContaining({ name: 'Admin', is_system: true }),
        permissions: expect.arrayContaining(administering),
      }),
    ]);
  });

  it('answers every organization that the token sees', async () => {
    expect(await list(seedTokens.bothOrganizations)).toMatchObject([
      { name: 'Acme Robotics', role: { name: 'Admin' } },
      { name: 'Globex', role: { name: 'Admin' } },
    ]);
  });

  it('gives a preset what its role has, and never what is for the owner alone', async () => {
    expect(await permissionsOf(seedTokens.readOnly)).toEqual(viewing);
    const full = await permissionsOf(seedTokens.full);
    expect(full?.filter((permission) => ofOwners.includes(permission))).toEqual([]);
  });

  it('gives a token no more than it was given, though its owner may do more', async () => {
    expect(await permissionsOf(seedTokens.inviteOnly)).toEqual(['members:read', 'members:invite']);
    await giveRole('tom.alvarez@acme.example', 'Admin');
    expect(await list(seedTokens.readOnly)).toMatchObject([
      { role: { name: 'Admin' }, permissions: viewing },
    ]);
  });

  it('gives a token no more than its owner may do, from the moment that this is less', async () => {
    await giveRole('jonas.weber@acme.example', 'Viewer');
    expect(await permissionsOf(seedTokens.inviteOnly)).toEqual(['members:read']);
  });

  it('lets the owner of the organization do everything, whatever their role is', async () => {
    await giveRole('maya.okafor@acme.example', 'Viewer');
    expect(await list(seedTokens.full)).toMatchObject([
      { role: { name: 'Viewer' }, permissions: expect.arrayContaining(administering) },
    ]);
  });
});

describe('listing roles', () => {
  const list = async (organizationId: string, query = '') => {
    const { body } = await sendForJson(piper, 'GET', `/v1/orgs/${organizationId}/roles/${query}`, {
      token: seedTokens.bothOrganizations,
    });
    const { roles, total } = body as {
      roles: {
        name: string;
        is_system: boolean;
        organization_id: string | null;
        permissions?: string[];
      }[];
      total: number;
    };
    const permissions = Object.fromEntries(roles.map((role) => [role.name, role.permissions]));
    return { names: roles.map(({ name }) => name), roles, permissions, total };
  };
  const tell = (are: RolePermissions) => piper.change({ type: 'role-permissions', are });

  it('answers system roles first, then custom roles by name', async () => {
    const { names, roles } = await list(acmeId);
    expect(names).toEqual([
      'Admin',
      'Editor',
      'Viewer',
      'Billing Clerk',
      'Contractor',
      'Pilot',
      'Robot Fleet Operator',
    ]);
    expect(roles[0]).toMatchObject({ is_system: true, organization_id: null });
    expect(roles[3]).toMatchObject({ is_system: false, organization_id: acmeId });
  });

  it('tells what the roles may do that Piper comes with', async () => {
    const { Admin, Editor, Viewer } = (await list(acmeId)).permissions;
    expect(Viewer).toEqual(viewing);
    expect(Editor).toEqual(editing);
    expect(Admin).toEqual(expect.arrayContaining(administering));
    expect(Admin?.filter((permission) => ofOwners.includes(permission))).toEqual([]);
  });

  it('has custom roles that may do more than an Editor, more than an Admin, and something that it does not tell', async () => {
    const { permissions } = await list(acmeId);
    expect(permissions['Robot Fleet Operator']).toEqual([...editing, 'tests:execute']);
    expect(permissions.Admin).toContain('tests:execute');
    expect(permissions['Billing Clerk']).toContain('org:billing');
    expect(permissions.Pilot).toEqual([]);
  });

  it('keeps permissions to itself when it is told to, and lets everybody do what they may as before', async () => {
    const { permissions: before } = await list(acmeId);
    tell('empty');
    for (const role of (await list(acmeId)).roles) expect(role.permissions).toEqual([]);
    tell('untold');
    for (const role of (await list(acmeId)).roles) expect(role).not.toHaveProperty('permissions');
    expect((await giveRole('tom.alvarez@acme.example', 'Editor')).status).toBe(200);
    tell('told');
    expect((await list(acmeId)).permissions).toEqual(before);
  });

  it('has more roles in Globex than one page holds', async () => {
    const first = await list(globexId);
    const second = await list(globexId, '?offset=100');
    expect([first.names.length, second.names.length, first.total]).toEqual([100, 23, 123]);
    const custom = [...first.names, ...second.names].slice(3);
    expect(new Set(custom).size).toBe(120);
    expect(custom).toEqual(custom.toSorted((a, b) => a.localeCompare(b, 'en')));
  });

  it('is open to a token that may only read', async () => {
    const { status } = await sendForJson(piper, 'GET', `/v1/orgs/${acmeId}/roles/`, {
      token: seedTokens.readOnly,
    });
    expect(status).toBe(200);
  });
});

describe('listing platform tokens', () => {
  const list = (token: string) =>
    sendForJson(piper, 'GET', `/v1/orgs/${acmeId}/platform-tokens/`, { token });

  it('answers when they expire, when they were used, and a preview instead of the secret', async () => {
    const { status, body } = await list(seedTokens.full);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 4,
      tokens: [
        {
          name: 'Slack bot',
          permissions: ['admin'],
          token_preview: 'pat_7Qm...Hd6',
          expires_at: null,
          is_active: true,
          last_used_at: '2026-11-24T10:32:00.000Z',
        },
        { name: 'Dashboard', permissions: ['viewer'], last_used_at: null, is_active: true },
        { name: 'Invite bot', permissions: ['members:read', 'members:invite'] },
        {
          name: 'Slack bot (old)',
          expires_at: '2026-11-14T10:32:00.000Z',
          is_active: false,
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(seedTokens.full);
  });

  it('answers them to the owner, whatever their role is', async () => {
    await giveRole('maya.okafor@acme.example', 'Viewer');
    expect(await list(seedTokens.full)).toMatchObject({ status: 200 });
  });

  it('answers 403 to a token of an Admin that may not read them', async () => {
    expect(await list(seedTokens.inviteOnly)).toEqual({
      status: 403,
      body: { detail: 'Missing permission: tokens:read' },
    });
  });

  it('answers 403 to a token of somebody who is neither Admin nor the owner', async () => {
    expect(await list(seedTokens.readOnly)).toEqual({
      status: 403,
      body: { detail: 'Only an ADMIN or OWNER of the organization may do this' },
    });
  });
});
