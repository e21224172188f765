import { Readable } from 'node:stream';
import nock from 'nock';
import type { Journal } from './journal.ts';

export const organizationId = '11111111-1111-4111-8111-111111111111';
export const roles = {
  admin: { id: 'role-admin', name: 'Admin', is_system: true, description: 'May do everything' },
  editor: { id: 'role-editor', name: 'Editor', is_system: true, description: 'May change things' },
  viewer: { id: 'role-viewer', name: 'Viewer', is_system: true, description: null },
};

type Answer = [status: number, body?: unknown, headers?: Record<string, string>];
type MemberJson = ReturnType<typeof member>;
type AddMember = { email: string; role_id: string };
type Role = { id: string; name: string; is_system: boolean; description: string | null };
type Reply = Answer | 'drop' | 'hang';

export const member = (email: string, role: Role = roles.viewer, user: object = {}) => ({
  id: `m-${email}`,
  user_id: `u-${email}`,
  organization_id: organizationId,
  role_id: role.id,
  created_at: new Date().toISOString(),
  role: { id: role.id, name: role.name, is_system: true } as object | null,
  user: {
    id: `u-${email}`,
    email,
    is_active: false,
    status: 'invited',
    invited_at: '2026-11-24T10:32:00Z',
    ...user,
  } as object | null,
  organization: null,
});

/** A Piper with a memory; `onAdd` decides, try by try, what becomes of an add-member call. */
export function fakePiper(journal: Journal) {
  const state = {
    roles: Object.values(roles) as Role[],
    members: [member('owner@acme.example', roles.admin, { status: 'active', is_active: true })],
    /** Told to keep the member, and asked what to answer; `undefined` answers as usual. */
    onAdd: undefined as
      | ((keep: () => MemberJson, attempts: number, body: AddMember) => Reply | undefined)
      | undefined,
    /** Awaited before an add-member call is dealt with. */
    beforeAdd: async (): Promise<void> => {},
    /** Awaited before a reading call is answered. */
    beforeGet: async (_name: string): Promise<void> => {},
    /** What the token sees. */
    organizations: [
      {
        id: organizationId,
        name: 'Acme Robotics',
        role: { id: 'role-admin', name: 'Admin', is_system: true },
      },
    ] as object[],
    /** The platform tokens of the organization, as its admins see them. */
    tokens: [] as object[],
    /** Every call with another token than these is refused, where they are given. */
    accepted: undefined as string[] | undefined,
    /** What every GET answers instead, while it is set. */
    onGet: undefined as ((path: string) => Reply | undefined) | undefined,
    /** Told to keep the role, and asked what to answer; `undefined` answers as usual. */
    onChangeRole: undefined as ((keep: () => MemberJson) => Reply | undefined) | undefined,
    added: 0,
  };

  const page = (key: string, items: unknown[], uri: string): Answer => {
    const query = new URL(uri).searchParams;
    const offset = Number(query.get('offset'));
    const limit = Number(query.get('limit'));
    return [200, { [key]: items.slice(offset, offset + limit), total: items.length }];
  };

  async function result(reply: Reply): Promise<Answer> {
    if (reply === 'hang') return new Promise(() => {});
    if (reply === 'drop') return [200, brokenOff()];
    return reply;
  }

  /** An answer to whoever comes with a token that is not accepted. */
  const denial = ({ headers }: Request): Answer | undefined => {
    const token = headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const isAccepted = state.accepted?.includes(token) ?? true;
    return isAccepted ? undefined : [401, { detail: `Unknown token ${token}` }];
  };

  const scope = nock('https://api.letpiper.com').persist();
  const get = (path: RegExp | string, name: string, answer: (uri: string) => Answer) =>
    scope.get(path).reply(async (request: Request) => {
      journal.record({ to: 'piper', name: `GET ${name}`, body: {} });
      await state.beforeGet(name);
      const other = state.onGet?.(name) ?? denial(request);
      return other === undefined ? answer(request.url) : result(other);
    });

  get('/v1/organizations/', 'organizations', () => [200, state.organizations]);
  get(/^\/v1\/orgs\/[^/]+\/platform-tokens\/\?/, 'platform-tokens', (uri) =>
    page('tokens', state.tokens, uri),
  );
  get(/^\/v1\/orgs\/[^/]+\/roles\/\?/, 'roles', (uri) => page('roles', state.roles, uri));
  get(/^\/v1\/organizations\/[^/]+\/members\?/, 'members', (uri) =>
    page('members', state.members, uri),
  );
  scope.post(`/v1/organizations/${organizationId}/members`).reply(async (request: Request) => {
    const body = (await request.json()) as AddMember;
    journal.record({ to: 'piper', name: 'POST members', body });
    await state.beforeAdd();
    state.added += 1;
    const keep = () => {
      const role = state.roles.find(({ id }) => id === body.role_id);
      const added = member(body.email, role);
      state.members.push(added);
      return added;
    };
    const reply = state.onAdd?.(keep, state.added, body) ?? denial(request);
    return reply === undefined ? [200, keep()] : result(reply);
  });
  scope.patch(/^\/v1\/organizations\/[^/]+\/members\/[^/]+$/).reply(async (request: Request) => {
    const { role_id } = (await request.json()) as { role_id: string };
    const userId = decodeURIComponent(new URL(request.url).pathname.split('/').at(-1) ?? '');
    journal.record({ to: 'piper', name: 'PATCH member', body: { userId, role_id } });
    const found = state.members.find(({ user_id }) => user_id === userId);
    const role = state.roles.find(({ id }) => id === role_id);
    if (!found || !role) return [404, { detail: 'Not found' }];
    const keep = () => Object.assign(found, { role_id, role });
    const reply = state.onChangeRole?.(keep);
    return reply === undefined ? [200, keep()] : result(reply);
  });
  return state;
}

/** A body whose connection breaks before its end. */
const brokenOff = () =>
  new Readable({
    read() {
      this.destroy(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    },
  });

export type FakePiper = ReturnType<typeof fakePiper>;
