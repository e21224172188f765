import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

export const organizationId = 'org-1';
export const inviter = 'U0ALICE';
export const team = 'T0ACME';
export const role = { id: 'role-editor', name: 'Editor', is_system: true };

/** A server on a free port of this machine; every answer comes from `handle`. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
) {
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const json = (response: ServerResponse, status: number, body: unknown, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

/**
 * A Piper that misbehaves at random. It stores whatever it is told to, the same address as often as it comes, so that an invite
 * that is sent twice shows.
 */
export async function startPiper(options: {
  random: () => number;
  /** Milliseconds before every answer; half of what is asked for is done at their beginning, half at their end. */
  latency: number;
  /** Out of 1, how many add-member calls go wrong. */
  errors: number;
}) {
  const { random, latency, errors } = options;
  const members: { address: string; at: string }[] = [];
  const seen = { calls: 0, mostAtOnce: 0 };
  let atOnce = 0;

  const memberJson = ({ address, at }: { address: string; at: string }) => ({
    id: `m-${address}`,
    user_id: `u-${address}`,
    organization_id: organizationId,
    role_id: role.id,
    created_at: at,
    role,
    user: { email: address, is_active: false, status: 'invited', invited_at: at },
  });

  async function add(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { email } = JSON.parse(await text(request));
    const keep = () => {
      const member = { address: email, at: new Date().toISOString() };
      members.push(member);
      return member;
    };
    seen.calls += 1;
    atOnce += 1;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, atOnce);
    const fate = random();
    const kind = fate < errors ? Math.floor((fate / errors) * 5) : undefined;
    const isKept = kind === undefined || kind < 2;
    const isEarly = random() < 0.5;
    const early = isKept && isEarly ? keep() : undefined;
    // Whoever stands between the two may lose its patience first.
    if (kind === 0 && !isEarly) response.destroy();
    await wait(latency);
    atOnce -= 1;
    const member = early ?? (isKept ? keep() : undefined);
    switch (kind) {
      case 0: // Dropped after it was stored.
      case 2: // Dropped before.
        response.destroy();
        return;
      case 1:
      case 3:
        return json(response, 500, { detail: 'oops' });
      case 4:
        return json(response, 429, { detail: 'slow down' }, { 'retry-after': '1' });
      default:
        if (member) json(response, 200, memberJson(member));
    }
  }

  const server = await serve(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://piper');
    if (request.method === 'POST') return add(request, response);
    await wait(latency / 4);
    if (url.pathname === '/v1/organizations/') {
      return json(response, 200, [{ id: organizationId, name: 'Acme', role }]);
    }
    if (url.pathname.endsWith('/roles/')) return json(response, 200, { roles: [role], total: 1 });
    const offset = Number(url.searchParams.get('offset'));
    const limit = Number(url.searchParams.get('limit'));
    const page = members.slice(offset, offset + limit).map(memberJson);
    json(response, 200, { members: page, total: members.length });
  });
  return { ...server, members, seen };
}

/** A Slack that writes down what it is told; `refuses` says of each message whether it takes it. */
export async function startSlack(refuses: () => boolean = () => false) {
  type Message = { at: number; to: string; text: string; how: 'post' | 'update' | 'response URL' };
  const messages: Message[] = [];
  const waiting: (() => void)[] = [];
  let posts = 0;
  const hear = (message: Omit<Message, 'at'>) => {
    messages.push({ at: Date.now(), ...message });
    for (const heard of waiting.splice(0)) heard();
  };
  const server = await serve(async (request, response) => {
    const body = await text(request);
    const path = request.url ?? '';
    if (path.startsWith('/respond')) {
      if (refuses()) return json(response, 500, {});
      hear({ to: inviter, text: JSON.parse(body).text, how: 'response URL' });
      return json(response, 200, { ok: true });
    }
    const fields = new URLSearchParams(body);
    switch (path.replace('/api/', '')) {
      case 'auth.test':
        return json(response, 200, { ok: true, team_id: team, user_id: 'U0BOT', bot_id: 'B0BOT' });
      case 'users.info':
        return json(response, 200, {
          ok: true,
          user: { id: fields.get('user'), team_id: team, is_admin: true, profile: {} },
        });
      case 'chat.postMessage':
      case 'chat.update': {
        if (refuses()) return json(response, 200, { ok: false, error: 'fatal_error' });
        posts += 1;
        const to = fields.get('channel') ?? '';
        const how = path.endsWith('update') ? 'update' : 'post';
        hear({ to, text: fields.get('text') ?? '', how });
        return json(response, 200, { ok: true, channel: to, ts: fields.get('ts') ?? `${posts}.0` });
      }
      default:
        return json(response, 200, { ok: true });
    }
  });
  const nextMessage = () => new Promise<void>((resolve) => waiting.push(resolve));
  return { ...server, messages, nextMessage };
}
