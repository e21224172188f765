import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventually } from '../../helpers/eventually.ts';
import type { PiperSandbox } from '../contract.ts';
import { acmeMembers, emails, send, sendForJson } from './client.ts';
import { uuidFor } from './ids.ts';
import { systemRoleId } from './roles.ts';
import { acmeId, globexId, seedTokens, userIdOf } from './seed.ts';
import { startPiper } from './server.ts';

const start = Date.parse('2026-11-24T10:32:00.000Z');
const ada = { email: 'ada@acme.example', role_id: systemRoleId('Editor') };
const lena = userIdOf('lena.fischer@acme.example');

let time: number;
let piper: PiperSandbox;
beforeEach(async () => {
  time = start;
  piper = await startPiper({ now: () => time });
});
afterEach(() => piper.stop());

const addAda = () => sendForJson(piper, 'POST', acmeMembers, { body: ada });
const memberNamed = (email: string) =>
  piper.screen().organizations[0]?.members.find((member) => member.email === email);

describe('the screen', () => {
  it('shows both organizations with their members and roles', () => {
    const { organizations, fault, latency, rolePermissions } = piper.screen();
    expect({ fault, latency, rolePermissions }).toEqual({
      fault: 'none',
      latency: 0,
      rolePermissions: 'told',
    });
    expect(
      organizations.map(({ name, members, roles }) => [name, members.length, roles.length]),
    ).toEqual([
      ['Acme Robotics', 10, 7],
      ['Globex', 4, 123],
    ]);
    expect(memberNamed('lena.fischer@acme.example')).toEqual({
      userId: lena,
      email: 'lena.fischer@acme.example',
      firstName: null,
      lastName: null,
      role: 'Editor',
      isOwner: false,
      status: 'invited',
      invitedAt: '2026-11-22T10:32:00.000Z',
    });
  });
});

describe('the owner of an organization', () => {
  it('is one of its members, who has a role besides', () => {
    const owners = piper
      .screen()
      .organizations.map(({ members }) =>
        members.filter(({ isOwner }) => isOwner).map(({ email, role }) => `${email}, ${role}`),
      );
    expect(owners).toEqual([
      ['maya.okafor@acme.example, Admin'],
      ['hana.novak@globex.example, Admin'],
    ]);
  });
});

describe('the tokens', () => {
  it('are told with what they were given, who has them and for how long, those that work first', () => {
    expect(piper.screen().tokens.map(({ words }) => words)).toEqual([
      'admin · Maya Okafor, Admin and owner of Acme Robotics · never expires',
      'viewer · Tom Alvarez, Viewer of Acme Robotics · expires in 90 days',
      'members:read, members:invite · Jonas Weber, Admin of Acme Robotics · expires in 30 days',
      'admin · Hana Novák, Admin and owner of Globex · expires in 2 days',
      'admin · Iris Tanaka, Admin of Acme Robotics, Admin of Globex · expires in 5 days',
      'admin · Maya Okafor, Admin and owner of Acme Robotics · expired 10 days ago',
    ]);
  });
});

describe('a change from outside', () => {
  it('makes a pending member active', async () => {
    piper.change({ type: 'accept', organizationId: acmeId, userId: lena });
    const { body } = await sendForJson(piper, 'GET', `${acmeMembers}?offset=9`);
    expect(body).toMatchObject({ members: [{ user: { status: 'active', is_active: true } }] });
  });

  it('removes a member, who can then be invited anew', async () => {
    await addAda();
    const before = memberNamed(ada.email);
    piper.change({ type: 'remove', organizationId: acmeId, userId: before?.userId ?? '' });
    expect(emails(piper)).not.toContain(ada.email);
    time += 60_000;
    expect((await addAda()).status).toBe(200);
    expect(memberNamed(ada.email)).toMatchObject({
      status: 'invited',
      invitedAt: '2026-11-24T10:33:00.000Z',
    });
    expect(memberNamed(ada.email)?.userId).not.toBe(before?.userId);
  });

  it('removes a member from one organization only', async () => {
    await addAda();
    await sendForJson(piper, 'POST', `/v1/organizations/${globexId}/members`, {
      token: seedTokens.bothOrganizations,
      body: ada,
    });
    const userId = memberNamed(ada.email)?.userId ?? '';
    piper.change({ type: 'remove', organizationId: acmeId, userId });
    expect([emails(piper), emails(piper, globexId)]).toEqual([
      expect.not.arrayContaining([ada.email]),
      expect.arrayContaining([ada.email]),
    ]);
  });

  it('leaves a token whose owner was removed without an organization', async () => {
    const userId = userIdOf('tom.alvarez@acme.example');
    piper.change({ type: 'remove', organizationId: acmeId, userId });
    expect(
      await sendForJson(piper, 'GET', '/v1/organizations/', { token: seedTokens.readOnly }),
    ).toEqual({ status: 200, body: [] });
  });

  it('revokes a token, which Piper then refuses and lists as not active', async () => {
    piper.change({ type: 'revoke', token: seedTokens.readOnly });
    expect(
      await sendForJson(piper, 'GET', '/v1/organizations/', { token: seedTokens.readOnly }),
    ).toEqual({ status: 401, body: { detail: 'Token has been revoked' } });
    const { body } = await sendForJson(piper, 'GET', `/v1/orgs/${acmeId}/platform-tokens/`);
    expect(body).toMatchObject({
      tokens: [
        { is_active: true },
        { name: 'Dashboard', is_active: false },
        { is_active: true },
        { is_active: false },
      ],
    });
    expect(piper.screen().tokens.filter(({ isRevoked }) => isRevoked)).toMatchObject([
      { token: seedTokens.readOnly },
    ]);
  });

  it('throws when there is no such member', () => {
    const userId = uuidFor('nobody');
    expect(() => piper.change({ type: 'accept', organizationId: acmeId, userId })).toThrow(
      'Member not found',
    );
  });

  it('delays every answer by the latency', async () => {
    piper.change({ type: 'latency', latency: 80 });
    const startedAt = performance.now();
    await addAda();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
    expect(piper.calls().at(-1)?.took).toBeGreaterThanOrEqual(75);
  });

  it('has stored the member of a client that did not wait for a late answer', async () => {
    piper.change({ type: 'latency', latency: 10_000 });
    const signal = AbortSignal.timeout(60);
    await expect(send(piper, 'POST', acmeMembers, { body: ada, signal })).rejects.toThrow();
    expect(emails(piper)).toContain(ada.email);
    await eventually(() => expect(piper.calls().at(-1)?.took).toBeGreaterThan(0));
    expect(piper.calls().at(-1)).toMatchObject({ status: 0, response: null });
  });
});

describe('the log of calls', () => {
  it('has what went both ways under the name of the operation', async () => {
    const { body } = await addAda();
    expect(piper.calls()).toEqual([
      {
        id: 1,
        at: start,
        took: expect.any(Number),
        from: 'bot',
        to: 'piper',
        name: 'POST /v1/organizations/{org_id}/members',
        status: 200,
        request: ada,
        response: body,
      },
    ]);
  });

  it('masks secrets, and shows what is not JSON as text', async () => {
    await send(piper, 'POST', acmeMembers, { body: { token: seedTokens.full } });
    await send(piper, 'POST', acmeMembers, { body: `token=${seedTokens.full}` });
    expect(piper.calls().map(({ request }) => request)).toEqual([
      { token: 'pat_7Q…' },
      'token=pat_7Q…',
    ]);
    expect(JSON.stringify(piper.calls())).not.toContain(seedTokens.full);
  });

  it('keeps the last 200', async () => {
    for (let sent = 0; sent < 205; sent += 1) await send(piper, 'GET', '/v1/organizations/');
    expect(piper.calls()).toHaveLength(200);
    expect(piper.calls().at(-1)?.id).toBe(205);
  });
});

describe('a listener', () => {
  it('hears of every call and every change, until it is taken away', async () => {
    const listener = vi.fn();
    const removeListener = piper.onChange(listener);
    const heard = async (act: () => unknown) => {
      listener.mockClear();
      await act();
      return listener.mock.calls.length > 0;
    };
    expect(await heard(addAda)).toBe(true);
    expect(await heard(() => piper.change({ type: 'fault', fault: 'down' }))).toBe(true);
    expect(await heard(() => piper.change({ type: 'latency', latency: 1 }))).toBe(true);
    expect(await heard(() => piper.change({ type: 'role-permissions', are: 'empty' }))).toBe(true);
    expect(await heard(() => piper.reset())).toBe(true);
    removeListener();
    expect(await heard(() => piper.reset())).toBe(false);
  });
});

describe('a reset', () => {
  it('brings back what there was, and the same ids for the same steps', async () => {
    const before = piper.screen();
    const first = await addAda();
    piper.change({ type: 'fault', fault: 'down' });
    piper.change({ type: 'latency', latency: 5 });
    piper.change({ type: 'role-permissions', are: 'untold' });
    piper.reset();
    expect(piper.screen()).toEqual(before);
    expect(piper.calls()).toEqual([]);
    expect(await addAda()).toEqual(first);
  });
});

describe('stopping', () => {
  it('closes every connection at once, also one that waits for a late answer', async () => {
    piper.change({ type: 'latency', latency: 10_000 });
    const failure = addAda().catch((error: unknown) => error);
    await eventually(() => expect(piper.calls()).toHaveLength(1));
    await piper.stop();
    expect(await failure).toMatchObject({ code: 'UND_ERR_SOCKET' });
    await expect(addAda()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('may be done twice', async () => {
    await piper.stop();
    await expect(piper.stop()).resolves.toBeUndefined();
    await expect(addAda()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('starting', () => {
  it('takes the port that it is given, and refuses one that is taken', async () => {
    const port = Number(new URL(piper.apiUrl).port);
    await expect(startPiper({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await piper.stop();
    piper = await startPiper({ port });
    expect(piper.apiUrl).toBe(`http://127.0.0.1:${port}`);
  });
});

describe('a wrong answer of its own', () => {
  it('is a loud 500', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    // A date with a year of six digits is not one that the answers may have.
    time = 8.64e15;
    const { status, body } = await addAda();
    expect(status).toBe(500);
    expect(body).toEqual({
      detail: expect.stringMatching(/^sandbox: its own answer is wrong: created_at: /),
    });
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
  });
});
