import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SandboxClock } from './clock.ts';
import type { PiperChange, SandboxCall, SandboxState, SlackAction } from './contract.ts';
import { startWeb, type WebParts } from './web.ts';

const call = (id: number, at: number, to: SandboxCall['to']): SandboxCall => ({
  id,
  at,
  to,
  from: 'bot',
  took: 1,
  name: 'call',
  status: 200,
  request: null,
  response: null,
});

const clock = new SandboxClock();
let changed: () => void;
let acted: { as: string; action: SlackAction }[];
let changes: PiperChange[];
let resets: number;
let web: Awaited<ReturnType<typeof startWeb>>;

const parts = (): WebParts => ({
  slack: {
    apiUrl: '',
    botToken: '',
    signingSecret: '',
    clientId: '',
    clientSecret: '',
    connect: () => {},
    showAt: () => {},
    workspaces: () => [{ id: 'T1', name: 'One', isInstalled: false, adminId: 'U1' }],
    screen: (as) => ({
      team: { id: 'T1', name: as },
      users: [],
      channels: [],
      userGroups: [],
      messages: {},
      modals: [],
    }),
    file: (as, id) =>
      as === 'U1' && id === 'F1' ? { name: 'wer ä.csv', content: Buffer.from('a,b') } : undefined,
    act: async (as, action) => {
      acted.push({ as, action });
      return { ok: true, acknowledgedAfter: 1 };
    },
    calls: () => [call(1, 10, 'slack'), call(2, 30, 'slack')],
    onChange: (listener) => {
      changed = listener;
      return () => {};
    },
    reset: async () => {},
    stop: async () => {},
  },
  piper: {
    apiUrl: '',
    token: '',
    organizationId: '',
    screen: () => ({
      organizations: [],
      tokens: [],
      fault: 'none',
      latency: 0,
      rolePermissions: 'told',
    }),
    change: (change) => changes.push(change),
    calls: () => [call(1, 20, 'piper')],
    onChange: () => () => {},
    reset: () => {},
    stop: async () => {},
  },
  surface: { name: 'App', hasHome: false, commands: [], shortcuts: [], messageShortcuts: [] },
  installUrl: () => 'http://127.0.0.1:1/slack/install',
  bundle: async () => ({ html: '<p>page</p>', js: 'js', css: 'css' }),
  clock,
  lookNow: () => {},
  restart: async () => {},
  reset: async () => {
    resets += 1;
  },
});

beforeEach(async () => {
  acted = [];
  changes = [];
  clock.reset();
  resets = 0;
  web = await startWeb(parts(), 0);
});

afterEach(() => web.stop());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(web.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A request with any Host, which `fetch` doesn't let one choose. */
const statusWith = (headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(`${web.url}/api/state`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the page’s server', () => {
  it('serves the page, and allows it nothing from elsewhere', async () => {
    const response = await fetch(web.url);
    expect(await response.text()).toBe('<p>page</p>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await fetch(`${web.url}/page.js`)).headers.get('content-type')).toContain('javascript');
    expect((await fetch(`${web.url}/elsewhere`)).status).toBe(404);
  });

  it('answers this machine only, and pages of its own only', async () => {
    const host = new URL(web.url).host;
    expect(await statusWith({ host })).toBe(200);
    expect(await statusWith({ host: host.replace('localhost', '127.0.0.1') })).toBe(200);
    expect(await statusWith({ host: 'rebound.example' })).toBe(403);
    expect(await statusWith({ host, origin: 'https://elsewhere.example' })).toBe(403);
    expect(await statusWith({ host, origin: 'http://localhost:1' })).toBe(403);
    expect(await statusWith({ host, origin: `http://${host}` })).toBe(200);
  });

  it('lets days pass', async () => {
    expect((await post('/api/clock', { days: 0.5 })).status).toBe(400);
    expect((await post('/api/clock', { days: 7 })).status).toBe(200);
    const state = (await (await fetch(`${web.url}/api/state`)).json()) as SandboxState;
    expect(state.ahead).toBe(7 * 86_400_000);
    expect(clock.now()).toBeGreaterThan(Date.now() + 6 * 86_400_000);
  });

  it('gives a person’s screen, and all calls in their order', async () => {
    const state = (await (await fetch(`${web.url}/api/state?as=U1`)).json()) as SandboxState;
    expect(state.slack.team.name).toBe('U1');
    expect(state.workspaces).toMatchObject([{ name: 'One', isInstalled: false }]);
    expect(state.installUrl).toBe('http://127.0.0.1:1/slack/install');
    expect(state.calls.map(({ at }) => at)).toEqual([10, 20, 30]);
  });

  it('gives a file to whoever sees it, to save', async () => {
    const response = await fetch(`${web.url}/api/file?as=U1&id=F1`);
    expect(response.headers.get('content-disposition')).toBe(
      "attachment; filename*=UTF-8''wer%20%C3%A4.csv",
    );
    expect(await response.text()).toBe('a,b');
    expect((await fetch(`${web.url}/api/file?as=U2&id=F1`)).status).toBe(404);
  });

  it('announces that something has changed, once for many changes', async () => {
    const response = await fetch(`${web.url}/api/changes`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: 1\n\n');
    changed();
    changed();
    expect((await reader?.read())?.value).toBe('data: 3\n\n');
    await reader?.cancel();
  });

  it('hands on what a person does, and what is changed in Piper', async () => {
    const action = { type: 'close', viewId: 'V1' };
    expect(await (await post('/api/slack', { as: 'U1', action })).json()).toMatchObject({
      ok: true,
    });
    expect(acted).toEqual([{ as: 'U1', action }]);
    await post('/api/piper', { type: 'fault', fault: 'down' });
    expect(changes).toEqual([{ type: 'fault', fault: 'down' }]);
    await post('/api/reset', {});
    expect(resets).toBe(1);
  });

  it('refuses what it does not understand, and forms of other pages', async () => {
    const refused = await post('/api/piper', { type: 'fault', fault: 'gremlins' });
    expect(refused.status).toBe(400);
    expect((await post('/api/slack', { as: 'U1' })).status).toBe(400);
    expect((await post('/api/reset', {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post('/api/piper', 'x'.repeat(1_100_000))).status).toBe(413);
    expect(changes).toEqual([]);
  });

  it('does not start where something listens already', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await expect(startWeb(parts(), (other.address() as AddressInfo).port)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    other.close();
  });
});
