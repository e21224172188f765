import { expect, it } from 'vitest';
import type { Asking } from '../../src/domain/asking.ts';
import type { Role } from '../../src/domain/organization.ts';
import type { InviteRequest } from '../../src/domain/request.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { AuthorityOf } from '../../src/usecases/authority.ts';
import type { Decider } from '../../src/usecases/decide-request.ts';
import { listRequests } from '../../src/usecases/list-requests.ts';
import { rightToDecide } from '../../src/usecases/right-to-decide.ts';
import { rolesToApprove } from '../../src/usecases/roles-to-approve.ts';
import { connection, editor, person, viewer } from '../helpers/builders.ts';
import { request } from '../helpers/stored.ts';

const carol = person({ id: 'UCAROL' });
const asking: Asking = {
  approvers: { userIds: [], userGroupIds: ['SLEADS'], quietUserIds: [] },
  expireAfterDays: 7,
  selfApproval: false,
  twoApprovals: [],
};

/** A workspace whose leads Carol has left since somebody looked last; `looks` is how Slack was asked. */
function workspaceOf() {
  const looks: string[] = [];
  const find = (how: string) => async () => {
    looks.push(`person ${how}`);
    return ok(carol);
  };
  return {
    looks,
    ref: { teamId: 'T1' },
    inviteAdmins: new Set<string>(),
    people: { find: find('recent'), findAnew: find('new'), remembered: () => undefined },
    userGroups: {
      list: async () => ok([]),
      members: async (_id: string, list?: 'new') => {
        looks.push(`group ${list ?? 'recent'}`);
        return ok(list ? [] : ['UCAROL']);
      },
    },
  };
}

it('who decides is read anew, and may be a minute old only to show something', async () => {
  const workspace = workspaceOf();
  expect(await rightToDecide(workspace, carol, asking)).toEqual({ kind: 'none' });
  expect(await rightToDecide(workspace, carol, asking, 'recent')).toEqual({ kind: 'named' });
  expect(await rightToDecide(workspace, carol, undefined)).toEqual({ kind: 'none' });
  expect(workspace.looks).toEqual(['group new', 'group recent']);
});

it('the requests that somebody may decide about are listed in the same way', async () => {
  const workspace = workspaceOf();
  const { settings } = connection();
  const connected = { connection: connection({ settings: { ...settings, asking } }) };
  const open: InviteRequest = {
    ...request(),
    state: { kind: 'open' },
    approvals: [],
    leftOut: [],
    lapsed: [],
    posted: [],
    revision: 1,
  };
  const requests = { open: async () => [open] };
  const viewer = { workspace, connected, by: 'UCAROL' };
  expect(await listRequests({ requests }, viewer, 5)).toEqual([]);
  const shown = await listRequests({ requests }, viewer, 5, 'recent');
  expect(shown).toEqual([{ request: open, mayDecide: true, mayCancel: false }]);
  expect(workspace.looks).toEqual(['person new', 'group new', 'person recent', 'group recent']);
  const unknown = {
    ...workspace,
    people: { ...workspace.people, findAnew: async () => err('unknown' as const) },
  };
  expect(await listRequests({ requests }, { ...viewer, workspace: unknown }, 5)).toEqual([]);
});

it('those who decide may approve the roles that they could give, or may approve beyond that', async () => {
  const roles = [editor, viewer];
  const connected = { piper: { roles: async () => ok(roles) } };
  const looks: string[] = [];
  const authorityOf = async (...[, by, , list]: unknown[]) => {
    looks.push(`${by} ${list}`);
    const whyTooMuch = ({ id }: Role) => (id === viewer.id ? undefined : { kind: 'no_rule' });
    return { whyTooMuch };
  };
  const offered = (beyondOwnRole: string[], piper: object = connected.piper) =>
    rolesToApprove(authorityOf as unknown as AuthorityOf, { beyondOwnRole }, {
      workspace: workspaceOf(),
      connected: { piper },
      by: 'UCAROL',
    } as unknown as Decider);
  expect(await offered([])).toEqual([viewer]);
  expect(await offered([editor.id])).toEqual(roles);
  const down = { kind: 'unavailable', contact: 'not_sent' };
  expect(await offered([editor.id], { roles: async () => err(down) })).toEqual([]);
  expect(new Set(looks)).toEqual(new Set(['UCAROL recent']));
});
