import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PiperSandbox } from '../contract.ts';
import { acmeMembers, emails, send, sendForJson } from './client.ts';
import { uuidFor } from './ids.ts';
import { customRoleId, systemRoleId } from './roles.ts';
import { acmeId, globexId, seedTokens, userIdOf } from './seed.ts';
import { startPiper } from './server.ts';

const now = Date.parse('2026-11-24T10:32:00.000Z');
const editor = systemRoleId('Editor');
const contractor = customRoleId(acmeId, 'Contractor');
const supportLisbon = customRoleId(globexId, 'Support Lisbon');
const robin = userIdOf('robin.cole@acme.example');

let piper: PiperSandbox;
beforeEach(async () => {
  piper = await startPiper({ now: () => now });
});
afterEach(() => piper.stop());

const add = (body: unknown, options = {}) =>
  sendForJson(piper, 'POST', acmeMembers, { body, ...options });

describe('adding a member', () => {
  it('answers the member with role, user and organization filled in', async () => {
    const { status, body } = await add({ email: 'ada@acme.example', role_id: contractor });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      organization_id: acmeId,
      role_id: contractor,
      created_at: '2026-11-24T10:32:00.000Z',
      role: { id: contractor, name: 'Contractor', is_system: false },
      user: {
        email: 'ada@acme.example',
        status: 'invited',
        is_active: false,
        invited_at: '2026-11-24T10:32:00.000Z',
        first_name: null,
      },
      organization: { id: acmeId, name: 'Acme Robotics' },
    });
    expect(emails(piper)).toContain('ada@acme.example');
  });

  it('answers 409 when the address is already a member, whatever the case of its letters', async () => {
    expect(await add({ email: 'sam.oconnor@ACME.example', role_id: editor })).toEqual({
      status: 409,
      body: { detail: 'User is already a member of this organization' },
    });
  });

  it('stores one member when the same address is sent twice at once', async () => {
    const body = { email: 'ada@acme.example', role_id: editor };
    const answers = await Promise.all([add(body), add(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('lets a person who is active in another organization join at once', async () => {
    const { body } = await add({ email: 'luca.ferri@globex.example', role_id: editor });
    expect(body).toMatchObject({ user: { status: 'active', is_active: true } });
  });

  it('answers 404 when the role is unknown or of another organization', async () => {
    for (const role_id of [uuidFor('nothing'), supportLisbon]) {
      expect(await add({ email: 'ada@acme.example', role_id })).toEqual({
        status: 404,
        body: { detail: 'Role not found' },
      });
    }
  });

  it('answers 422 with a place and a type for everything that is wrong with the body', async () => {
    expect(await add({ email: 'ada@', extra: 1 })).toEqual({
      status: 422,
      body: {
        detail: [
          {
            loc: ['body', 'email'],
            msg: 'value is not a valid email address',
            type: 'value_error',
          },
          { loc: ['body', 'role_id'], msg: 'Field required', type: 'missing' },
          {
            loc: ['body', 'extra'],
            msg: 'Extra inputs are not permitted',
            type: 'extra_forbidden',
          },
        ],
      },
    });
    expect(await add({ email: 1, role_id: 'editor' })).toMatchObject({
      body: { detail: [{ type: 'string_type' }, { type: 'uuid_parsing' }] },
    });
  });

  it.each([
    ['is missing', undefined, {}, ['body'], 'missing'],
    ['is not JSON', '{"email":', {}, ['body', 0], 'json_invalid'],
    ['is not an object', [], {}, ['body'], 'model_attributes_type'],
    [
      'does not say that it is JSON',
      '{}',
      { 'content-type': 'text/plain' },
      ['body'],
      'model_attributes_type',
    ],
  ])('answers 422 when the body %s', async (_, body, headers, loc, type) => {
    expect(await add(body, { headers })).toMatchObject({
      status: 422,
      body: { detail: [{ loc, type }] },
    });
  });

  it('answers 403 to a token that may only read', async () => {
    const answer = await add(
      { email: 'ada@acme.example', role_id: editor },
      { token: seedTokens.readOnly },
    );
    expect(answer).toEqual({
      status: 403,
      body: { detail: 'Missing permission: members:invite' },
    });
  });
});

describe('listing members', () => {
  const list = (query: string) => sendForJson(piper, 'GET', `${acmeMembers}${query}`);

  it('answers all of them, active and pending, in a page of 100', async () => {
    const { body } = await list('');
    expect(body).toMatchObject({ total: 10 });
    const { members } = body as { members: { user: { email: string; status: string } }[] };
    expect(members).toHaveLength(10);
    expect(members.filter(({ user }) => user.status === 'invited')).toHaveLength(2);
  });

  it('answers the part that limit and offset name', async () => {
    const { body } = await list('?limit=2&offset=9');
    expect(body).toMatchObject({
      total: 10,
      members: [{ user: { email: 'lena.fischer@acme.example' } }],
    });
    expect(await list('?offset=10')).toMatchObject({ body: { members: [], total: 10 } });
  });

  it('ignores a filter that it does not have', async () => {
    const { body } = await list('?email=robin.cole@acme.example');
    expect(body).toMatchObject({ total: 10 });
  });

  it.each([
    ['limit=0', 'limit', 'greater_than_equal'],
    ['limit=501', 'limit', 'less_than_equal'],
    ['limit=ten', 'limit', 'int_parsing'],
    ['offset=-1', 'offset', 'greater_than_equal'],
  ])('answers 422 to %s', async (query, name, type) => {
    expect(await list(`?${query}`)).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['query', name], type }] },
    });
  });

  it('answers 404 when the token cannot see the organization', async () => {
    for (const id of [globexId, uuidFor('nothing')]) {
      expect(await sendForJson(piper, 'GET', `/v1/organizations/${id}/members`)).toEqual({
        status: 404,
        body: { detail: 'Organization not found' },
      });
    }
  });

  it('answers 403 to a token whose role may not read members', async () => {
    const tom = userIdOf('tom.alvarez@acme.example');
    await sendForJson(piper, 'PATCH', `${acmeMembers}/${tom}`, { body: { role_id: contractor } });
    expect(await sendForJson(piper, 'GET', acmeMembers, { token: seedTokens.readOnly })).toEqual({
      status: 403,
      body: { detail: 'Missing permission: members:read' },
    });
  });

  it('answers 422 when the organization is not a UUID', async () => {
    expect(await sendForJson(piper, 'GET', '/v1/organizations/acme/members')).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['path', 'org_id'], type: 'uuid_parsing' }] },
    });
  });
});

describe("changing a member's role", () => {
  const change = (userId: string, role_id: string, token = piper.token) =>
    sendForJson(piper, 'PATCH', `${acmeMembers}/${userId}`, { body: { role_id }, token });

  it('answers the member with the new role', async () => {
    expect(await change(robin, editor)).toMatchObject({
      status: 200,
      body: { user_id: robin, role_id: editor, role: { name: 'Editor', is_system: true } },
    });
  });

  it('takes ids in capital letters', async () => {
    expect(await change(robin.toUpperCase(), editor.toUpperCase())).toMatchObject({ status: 200 });
  });

  it('counts at once for what the tokens of that member may do', async () => {
    const body = { email: 'ada@acme.example', role_id: editor };
    const addWithToken = () => add(body, { token: seedTokens.inviteOnly });
    await change(userIdOf('jonas.weber@acme.example'), editor);
    expect((await addWithToken()).status).toBe(403);
    await change(userIdOf('jonas.weber@acme.example'), systemRoleId('Admin'));
    expect((await addWithToken()).status).toBe(200);
  });

  it('answers 404 when there is no such member or role', async () => {
    expect(await change(uuidFor('nobody'), editor)).toEqual({
      status: 404,
      body: { detail: 'Member not found' },
    });
    expect(await change(robin, supportLisbon)).toEqual({
      status: 404,
      body: { detail: 'Role not found' },
    });
  });

  it.each([
    ['may only read', seedTokens.readOnly],
    ['may invite besides', seedTokens.inviteOnly],
  ])('answers 403 to a token that %s', async (_, token) => {
    expect(await change(robin, editor, token)).toEqual({
      status: 403,
      body: { detail: 'Missing permission: members:update' },
    });
  });
});

describe('a call without a good token', () => {
  it.each([
    ['no token', null, 'Not authenticated'],
    ['an unknown token', 'pat_nobodyhasthisone', 'Invalid token'],
    ['an expired token', seedTokens.expired, 'Token has expired'],
  ])('answers 401 to %s, before it looks at the body', async (_, token, detail) => {
    const answer = await send(piper, 'POST', acmeMembers, { token, body: '{' });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(JSON.parse(answer.text)).toEqual({ detail });
  });
});
