import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PiperSandbox } from '../contract.ts';
import { sendForJson } from './client.ts';
import { acmeId, globexId, seedTokens } from './seed.ts';
import { startPiper } from './server.ts';

const now = Date.parse('2026-11-24T10:32:00.000Z');

let piper: PiperSandbox;
beforeEach(async () => {
  piper = await startPiper({ now: () => now });
});
afterEach(() => piper.stop());

describe('listing organizations', () => {
  const list = async (token: string) =>
    (await sendForJson(piper, 'GET', '/v1/organizations/', { token })).body;

  it('answers a bare array with the role and permissions that the token has', async () => {
    expect(await list(seedTokens.full)).toEqual([
      expect.objectContaining({
        id: acmeId,
        name: 'Acme Robotics',
        role: expect.objectContaining({ name: 'Owner', is_system: true }),
        permissions: expect.arrayContaining(['members:read', 'members:create', 'members:update']),
      }),
    ]);
  });

  it('answers every organization that the token sees', async () => {
    expect(await list(seedTokens.bothOrganizations)).toMatchObject([
      { name: 'Acme Robotics', role: { name: 'Admin' } },
      { name: 'Globex', role: { name: 'Admin' } },
    ]);
  });

  it('names no permission to change anything for a token that may only read', async () => {
    const [acme] = (await list(seedTokens.readOnly)) as { permissions: string[] }[];
    expect(acme?.permissions).not.toHaveLength(0);
    expect(acme?.permissions.filter((permission) => !permission.endsWith(':read'))).toEqual([]);
  });
});

describe('listing roles', () => {
  const list = async (organizationId: string, query = '') => {
    const { body } = await sendForJson(piper, 'GET', `/v1/orgs/${organizationId}/roles/${query}`, {
      token: seedTokens.bothOrganizations,
    });
    const { roles, total } = body as {
      roles: { name: string; is_system: boolean; organization_id: string | null }[];
      total: number;
    };
    return { names: roles.map(({ name }) => name), roles, total };
  };

  it('answers system roles first, then custom roles by name', async () => {
    const { names, roles } = await list(acmeId);
    expect(names).toEqual([
      'Owner',
      'Admin',
      'Editor',
      'Viewer',
      'Billing Clerk',
      'Contractor',
      'Robot Fleet Operator',
    ]);
    expect(roles[0]).toMatchObject({ is_system: true, organization_id: null });
    expect(roles[4]).toMatchObject({ is_system: false, organization_id: acmeId });
  });

  it('has more roles in Globex than one page holds', async () => {
    const first = await list(globexId);
    const second = await list(globexId, '?offset=100');
    expect([first.names.length, second.names.length, first.total]).toEqual([100, 24, 124]);
    const custom = [...first.names, ...second.names].slice(4);
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
      total: 3,
      tokens: [
        {
          name: 'Slack bot',
          token_preview: 'pat_7Qm...Hd6',
          expires_at: null,
          is_active: true,
          last_used_at: '2026-11-24T10:32:00.000Z',
        },
        { name: 'Dashboard', last_used_at: null, is_active: true },
        {
          name: 'Slack bot (old)',
          expires_at: '2026-11-14T10:32:00.000Z',
          is_active: false,
        },
      ],
    });
    expect(JSON.stringify(body)).not.toContain(seedTokens.full);
  });

  it('answers 403 to a token whose owner is neither Admin nor Owner', async () => {
    expect(await list(seedTokens.readOnly)).toEqual({
      status: 403,
      body: { detail: 'Only an ADMIN or OWNER of the organization may do this' },
    });
  });
});
