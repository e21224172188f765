import { describe, expect, it } from 'vitest';
import type { Approvers, Asking } from '../../src/domain/asking.ts';
import type { ConnectionSettings } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type { Member, OrganizationDetails } from '../../src/domain/organization.ts';
import type { Person } from '../../src/domain/person.ts';
import { err, ok } from '../../src/domain/result.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { createAuthority } from '../../src/usecases/authority.ts';
import { authorize } from '../../src/usecases/authorize.ts';
import { createDecideRequest, type Decider } from '../../src/usecases/decide-request.ts';
import type { Connected } from '../../src/usecases/find-connection.ts';
import { listRequests } from '../../src/usecases/list-requests.ts';
import type { NewRequest } from '../../src/usecases/ports/requests.ts';
import { auditRecord } from '../helpers/audit-record.ts';
import {
  acmeDetails,
  connection,
  invite,
  member,
  person,
  systemRole,
} from '../helpers/builders.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { fakePiper } from '../helpers/fake-piper.ts';
import { openEmpty } from '../helpers/storage.ts';
import { entry, request, storedAt } from '../helpers/stored.ts';
import { submit } from '../helpers/submit-batch.ts';

const admin = systemRole('Admin');
const editor = systemRole('Editor');
const viewer = systemRole('Viewer');
const down: PiperFailure = { kind: 'unavailable', contact: 'not_sent' };
const later = storedAt + 60_000;
const ada = 'ada@example.com';
const eve = 'eve@example.com';

const somebody = (name: string, about: Partial<Person> = {}): Person =>
  person({
    id: `U${name.toUpperCase()}`,
    name,
    address: `${name.toLowerCase()}@acme.example`,
    isAddressConfirmed: true,
    ...about,
  });
const joined = (name: string, roleName: 'Admin' | 'Editor' | 'Viewer'): Member =>
  member(`${name}@acme.example`, { roleName, status: { kind: 'joined' } });

/** What nobody but Slack knows: `unknown` or `unavailable` in place of somebody whom it does not tell. */
type InSlack = Person | 'unknown' | 'unavailable';
type World = {
  people?: Record<string, InSlack>;
  /** Who is in the user group SLEADS; undefined where Slack does not tell. */
  leads?: string[] | undefined;
  approvers?: Partial<Approvers>;
  asking?: Partial<Asking>;
  settings?: Partial<ConnectionSettings>;
  inviteAdmins?: string[];
  members?: Member[];
  details?: Partial<OrganizationDetails>;
  fails?: Partial<Record<'rights' | 'members', PiperFailure>>;
  organizationId?: string;
};

type SlackNow = { people: Record<string, InSlack>; leads: string[] | undefined };

/**
 * Acme, connected by the admin @alice. @bob may not invite, so he asks; @carol decides, @dave does so quietly, and so does @erin of
 * the user group. All three are Editors in Piper; @nora is, too, but nobody asks her.
 */
async function setUp(given: World = {}) {
  /** Of Slack, it can be changed later. */
  const world: World & SlackNow = {
    ...given,
    leads: 'leads' in given ? given.leads : ['UERIN'],
    people: { ...given.people },
  };
  const storage = await openEmpty();
  const usual: Record<string, InSlack> = {
    UALICE: somebody('Alice', { isAdmin: true }),
    UBOB: somebody('Bob'),
    UCAROL: somebody('Carol'),
    UDAVE: somebody('Dave'),
    UERIN: somebody('Erin'),
    UNORA: somebody('Nora'),
  };
  const list = ['bob', 'carol', 'dave', 'erin', 'nora'].map((name) => joined(name, 'Editor'));
  const { fails = {} } = world;
  const { piper } = fakePiper({
    clock: fakeClock(),
    roles: [admin, editor, viewer],
    members: [...list, ...(world.members ?? [])],
    listFails: () => fails.members,
  });
  const details = { ...acmeDetails, ...world.details };
  const whole = connection();
  const asking: Asking = {
    approvers: {
      channel: 'C2',
      userIds: ['UCAROL'],
      userGroupIds: ['SLEADS'],
      quietUserIds: ['UDAVE'],
      ...world.approvers,
    },
    expireAfterDays: 7,
    selfApproval: false,
    twoApprovals: [],
    ...world.asking,
  };
  const connected: Connected = {
    kind: 'connected',
    isFixed: false,
    checkAgain: async () => true,
    connection: {
      ...whole,
      organization: { ...whole.organization, id: world.organizationId ?? 'org-1' },
      settings: { ...whole.settings, asking, ...world.settings },
    },
    piper: {
      ...piper,
      rights: async () =>
        fails.rights ? err(fails.rights) : ok({ details, roles: [admin, editor, viewer] }),
    },
  };
  const find = async (userId: string) => {
    const found = world.people[userId] ?? usual[userId] ?? 'unknown';
    return typeof found === 'string' ? err(found) : ok(found);
  };
  const workspace = {
    ref: { teamId: 'T1' },
    inviteAdmins: new Set(world.inviteAdmins),
    people: { find, findAnew: find, remembered: () => undefined },
    userGroups: {
      list: async () => ok([]),
      members: async () => (world.leads ? ok(world.leads) : err('unavailable' as const)),
    },
  };
  const changes: string[] = [];
  const placed: { id: string; invitations: number }[] = [];
  let ids = 0;
  const { authorityOf } = createAuthority({
    links: storage.links,
    invitationQueries: storage.invitationQueries,
    now: () => later,
  });
  const decide = createDecideRequest({
    requests: storage.requests,
    authorize,
    authorityOf,
    onChanged: (id) => changes.push(id),
    onPlaced: ({ id }, { invitations }) => placed.push({ id, invitations }),
    newId: () => {
      ids += 1;
      return `new-${ids}`;
    },
    now: () => later,
  });
  const by = (userId: string, requestId = 'r1'): Decider => ({
    workspace,
    connected,
    requestId,
    by: userId,
    reference: 'abc234',
  });
  return {
    storage,
    world,
    changes,
    placed,
    /** Bob asks for @ada as Editor. */
    ask: async (about: Partial<NewRequest> = {}) => {
      const wanted = request({ id: 'r1', invites: [invite(ada, editor)], ...about });
      expect(await storage.requests.ask(wanted, [entry({ action: 'ask' })])).toEqual(ok(true));
    },
    approve: (
      userId: string,
      { revision = 1, ...seen }: Partial<Parameters<typeof decide.approve>[1]> = {},
    ) => decide.approve(by(userId), { revision, ...seen }),
    deny: (userId: string, words?: string, revision = 1) =>
      decide.deny(by(userId), { revision, words }),
    cancel: (userId: string) => decide.cancel(by(userId)),
    open: (userId: string) => decide.open(by(userId)),
    list: (userId: string, limit = 10) => listRequests(storage, by(userId), limit),
    decide,
    by,
    stored: async () => (await storage.requests.find('r1', { teamId: 'T1' })) ?? undefined,
    /** What the record says of decisions, oldest first. */
    recorded: async () =>
      (await auditRecord(storage.location, 'T1'))
        .filter(({ action }) => action === 'decide')
        .reverse(),
    /** The addresses and roles that wait to be sent. */
    sent: async () => {
      const { batchId } = (await storage.requests.find('r1', { teamId: 'T1' })) ?? {};
      const found = batchId === undefined ? undefined : await storage.batches.load(batchId);
      return found?.report.entries.map(({ invitee, role }) => `${invitee.address} ${role.name}`);
    },
  };
}

/** Why an approval did not count; undefined if it did. */
async function whyNot(world: World, userId: string, about: Partial<NewRequest> = {}) {
  const { ask, approve, stored, placed } = await setUp(world);
  await ask(about);
  const decided = await approve(userId);
  if (decided.ok) return undefined;
  expect([(await stored())?.batchId, placed]).toEqual([undefined, []]);
  return decided.error.kind === 'may_not' ? decided.error.why : decided.error.kind;
}

describe('a request is decided', () => {
  it.each([
    ['whoever is named', 'UCAROL', {}],
    ['whoever is named, and not asked', 'UDAVE', {}],
    ['whoever is in a user group that is named', 'UERIN', {}],
    ['whoever may connect the workspace', 'UALICE', {}],
    ['whom the process names', 'UNORA', { inviteAdmins: ['UNORA'] }],
    ['whoever may connect, whatever Slack tells of groups', 'UALICE', { leads: undefined }],
  ])('by %s', async (_, userId, world) => {
    expect(await whyNot(world, userId)).toBe(undefined);
  });

  it.each([
    ['anybody else', 'UNORA', {}, 'not_approver'],
    ['a group that Slack does not tell', 'UERIN', { leads: undefined }, 'groups_unread'],
    ['somebody who left the group', 'UERIN', { leads: ['UCAROL'] }, 'not_approver'],
    ['nobody whom Slack knows', 'UCAROL', { people: { UCAROL: 'unknown' } }, 'unidentified'],
    [
      'somebody Slack can not tell',
      'UCAROL',
      { people: { UCAROL: 'unavailable' } },
      'unidentified',
    ],
  ] as [string, string, World, string][])('not by %s', async (_, userId, world, why) => {
    expect(await whyNot(world, userId)).toBe(why);
  });

  it.each(['isGuest', 'isBot', 'isDeactivated', 'isExternal'])(
    'not by somebody named with %s, even an admin',
    async (flag) => {
      const people = { UCAROL: somebody('Carol', { isAdmin: true, [flag]: true }) };
      expect(await whyNot({ people }, 'UCAROL')).toBe('not_approver');
    },
  );

  it('by whoever may connect where nobody is asked any more, and by nobody else', async () => {
    const nobody = { userIds: [], userGroupIds: [], quietUserIds: [] };
    expect(await whyNot({ approvers: nobody }, 'UALICE')).toBe(undefined);
    expect(await whyNot({ approvers: nobody }, 'UCAROL')).toBe('not_approver');
  });

  it('with words of who can decide instead', async () => {
    const { ask, approve } = await setUp();
    await ask();
    expect(await approve('UNORA')).toMatchObject({
      error: { kind: 'may_not', asking: { approvers: { userIds: ['UCAROL'] } } },
    });
  });

  it('not in another workspace', async () => {
    const { ask, approve, open, deny, cancel } = await setUp();
    await ask({ workspace: { teamId: 'T2' } });
    const gone = err({ kind: 'gone' });
    expect(await approve('UALICE')).toEqual(gone);
    expect(await deny('UALICE')).toEqual(gone);
    expect(await cancel('UALICE')).toEqual(gone);
    expect(await open('UALICE')).toEqual(gone);
  });
});

describe('whoever asked', () => {
  const own = { requesterId: 'UCAROL' };

  it('does not decide about it, whatever they may decide else', async () => {
    expect(await whyNot({}, 'UCAROL', own)).toBe('requester');
    expect(await whyNot({}, 'UALICE', { requesterId: 'UALICE' })).toBe('requester');
  });

  it('decides about it where the settings say so, if they decide about others', async () => {
    const asking = { selfApproval: true };
    expect(await whyNot({ asking }, 'UCAROL', own)).toBe(undefined);
    expect(await whyNot({ asking }, 'UNORA', { requesterId: 'UNORA' })).toBe('not_approver');
  });

  it('is never one of two', async () => {
    const asking = { selfApproval: true, twoApprovals: [editor.id] };
    expect(await whyNot({ asking }, 'UCAROL', own)).toBe('requester');
  });

  it('does not become one of two by a change to a role that needs two', async () => {
    const { ask, approve, stored } = await setUp({
      asking: { selfApproval: true, twoApprovals: [editor.id] },
    });
    await ask({ ...own, invites: [invite(ada, viewer)] });
    expect(await approve('UCAROL', { changed: [invite(ada, editor)] })).toMatchObject({
      error: { kind: 'may_not', why: 'requester' },
    });
    expect(await stored()).toMatchObject({ state: { kind: 'open' }, approvals: [] });
  });

  it('denies nothing of their own, but can cancel it', async () => {
    const { ask, deny, cancel, stored, recorded, changes } = await setUp();
    await ask(own);
    expect(await deny('UCAROL')).toMatchObject({ error: { why: 'requester' } });
    const state = { kind: 'cancelled', by: 'UCAROL', at: later };
    expect(await cancel('UCAROL')).toMatchObject({ value: { state } });
    expect(await stored()).toMatchObject({ state });
    expect(await recorded()).toMatchObject([
      { actor: 'UCAROL', subject: 'r1', outcome: 'cancelled' },
    ]);
    expect(changes).toEqual(['r1']);
  });
});

describe('somebody whom the invite is for', () => {
  it.each([
    ['by their Slack id', { address: 'other@example.com', userId: 'UCAROL' }],
    ['by their address, however it is spelled', { address: 'CAROL@acme.example' }],
  ])('does not decide, known %s', async (_, invitee) => {
    const invites = [invite(ada, viewer), { invitee, role: viewer }];
    expect(await whyNot({}, 'UCAROL', { invites })).toBe('invitee');
  });
});

describe('the ceiling', () => {
  const asViewer = { members: [joined('vic', 'Viewer')] };
  const vic = {
    ...asViewer,
    people: { UVIC: somebody('Vic') },
    approvers: { userIds: ['UVIC'] },
  };

  it('is that of whoever approves', async () => {
    const { ask, approve, stored } = await setUp(vic);
    await ask();
    expect(await approve('UVIC')).toEqual(
      err({
        kind: 'above',
        role: { id: editor.id, name: editor.name },
        reason: { kind: 'above', own: 'Viewer' },
      }),
    );
    expect(await stored()).toMatchObject({ state: { kind: 'open' }, approvals: [] });
    expect(await approve('UERIN')).toMatchObject(ok({ kind: 'approved' }));
  });

  it('holds for each role that is asked for', async () => {
    const mixed = { invites: [invite(ada, viewer), invite(eve, admin)] };
    expect(await whyNot({}, 'UCAROL', mixed)).toBe('above');
    expect(await whyNot({}, 'UALICE', mixed)).toBe(undefined);
    expect(await whyNot(vic, 'UVIC', { invites: [invite(ada, viewer)] })).toBe(undefined);
  });

  it('holds for the roles that somebody changes it to', async () => {
    const { ask, approve } = await setUp();
    await ask();
    expect(await approve('UCAROL', { changed: [invite(ada, admin)] })).toMatchObject({
      error: { kind: 'above', role: { id: admin.id } },
    });
  });

  it('lets nobody approve who is nobody in Piper', async () => {
    const world = { people: { UVIC: somebody('Vic') }, approvers: { userIds: ['UVIC'] } };
    const { ask, approve } = await setUp(world);
    await ask();
    expect(await approve('UVIC')).toMatchObject({
      error: { kind: 'above', reason: { kind: 'unmatched', why: 'none' } },
    });
  });

  it('is that of both, where two are needed', async () => {
    const { ask, approve, placed } = await setUp({
      ...vic,
      approvers: { userIds: ['UVIC', 'UCAROL'] },
      asking: { twoApprovals: [editor.id] },
    });
    await ask();
    expect(await approve('UCAROL')).toMatchObject(ok({ kind: 'counted' }));
    expect(await approve('UVIC')).toMatchObject({ error: { kind: 'above' } });
    expect(placed).toEqual([]);
  });

  describe('while Piper tells nothing', () => {
    const unread = { fails: { rights: down, members: down } };

    it.each(['rights', 'members'] as const)('of %s keeps anybody from approving', async (part) => {
      const { ask, approve, deny, stored, recorded } = await setUp({ fails: { [part]: down } });
      await ask();
      expect(await approve('UCAROL')).toEqual(err({ kind: 'unread', failure: down }));
      expect(await stored()).toMatchObject({ state: { kind: 'open' }, approvals: [] });
      expect(await recorded()).toEqual([]);
      // A no needs nothing of Piper.
      expect((await deny('UCAROL')).ok).toBe(true);
    });

    it('counts for no role that those who decide may approve above their own', async () => {
      const { ask, approve, sent, placed } = await setUp({
        ...unread,
        approvers: { beyondOwnRole: [editor.id] },
      });
      await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
      expect(await approve('UERIN')).toMatchObject(ok({ kind: 'approved' }));
      // Who is a member by now is found out once Piper answers, before anything is sent.
      expect(await sent()).toEqual([`${ada} Editor`, `${eve} Editor`]);
      expect(placed).toHaveLength(1);
    });

    it('counts for every other role', async () => {
      const granted = { ...unread, approvers: { beyondOwnRole: [editor.id] } };
      const mixed = { invites: [invite(ada, editor), invite(eve, viewer)] };
      expect(await whyNot(granted, 'UCAROL', mixed)).toBe('unread');
    });

    it('leaves nobody out whom only the member list would, where the token tells the ceiling', async () => {
      const { ask, approve, sent } = await setUp({ fails: { members: down } });
      await ask();
      expect(await approve('UALICE')).toMatchObject(ok({ kind: 'approved' }));
      expect(await sent()).toEqual([`${ada} Editor`]);
    });
  });

  describe('that the settings lift for some roles', () => {
    const lifted = { ...vic, approvers: { userIds: ['UVIC'], beyondOwnRole: [admin.id] } };
    const asAdmin = { invites: [invite(ada, admin)] };

    it('is lifted for those who are named, and for these roles alone', async () => {
      expect(await whyNot(lifted, 'UVIC', asAdmin)).toBe(undefined);
      expect(await whyNot(lifted, 'UVIC')).toBe('above');
      expect(await whyNot({ ...lifted, members: [] }, 'UVIC', asAdmin)).toBe(undefined);
      expect(await whyNot(lifted, 'UERIN', asAdmin)).toBe(undefined);
    });

    it('is not for others who may decide', async () => {
      const world = { ...lifted, inviteAdmins: ['UNORA'] };
      expect(await whyNot(world, 'UNORA', asAdmin)).toBe('above');
    });

    it('is lifted for the roles that somebody changes it to', async () => {
      const { ask, approve, sent, open } = await setUp(lifted);
      await ask();
      expect(await open('UVIC')).toMatchObject(ok({ beyondOwnRole: [admin.id] }));
      const changed = [invite(ada, admin)];
      expect(await approve('UVIC', { changed })).toMatchObject(ok({ kind: 'approved' }));
      expect(await sent()).toEqual([`${ada} Admin`]);
    });
  });
});

describe('an approval', () => {
  it('becomes a batch of whoever asked, in the record with who approved', async () => {
    const { ask, approve, sent, placed, changes, stored, storage, recorded } = await setUp();
    await ask({ note: 'Welcome', invites: [invite(ada, editor), invite(eve, viewer)] });
    expect(await approve('UCAROL')).toMatchObject(ok({ kind: 'approved' }));
    expect(await sent()).toEqual([`${ada} Editor`, `${eve} Viewer`]);
    const batchId = (await stored())?.batchId ?? '';
    expect(placed).toEqual([{ id: batchId, invitations: 2 }]);
    expect(changes).toEqual(['r1']);
    expect((await storage.batches.load(batchId))?.batch).toMatchObject({
      inviterId: 'UBOB',
      approvedBy: ['UCAROL'],
      note: 'Welcome',
    });
    expect(await recorded()).toMatchObject([
      { actor: 'UCAROL', subject: 'r1', outcome: 'approved', details: { people: '2' } },
    ]);
    const submitted = (await auditRecord(storage.location, 'T1')).filter(
      ({ action }) => action === 'submit',
    );
    expect(submitted).toMatchObject([
      { actor: 'UBOB', details: { request: 'r1', batch: batchId } },
      { actor: 'UBOB', details: { request: 'r1', batch: batchId } },
    ]);
  });

  it('that changes nothing leaves the former ones, whatever form it comes from', async () => {
    const { ask, approve, stored } = await setUp({ asking: { twoApprovals: [editor.id] } });
    await ask();
    await approve('UCAROL');
    const words = { changed: [invite(ada, editor)], words: 'Welcome' };
    expect(await approve('UERIN', words)).toMatchObject(ok({ kind: 'approved' }));
    expect(await stored()).toMatchObject({
      state: { kind: 'approved', words: 'Welcome' },
      approvals: [{ by: 'UCAROL' }, { by: 'UERIN' }],
      revision: 1,
    });
  });

  it('with changes is in the record before and after', async () => {
    const { ask, approve, sent, recorded } = await setUp();
    await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
    await approve('UCAROL', { changed: [invite(ada, viewer)] });
    expect(await sent()).toEqual([`${ada} Viewer`]);
    expect(await recorded()).toMatchObject([
      { details: { before: 'Editor: 2', after: 'Viewer: 1', people: '1' } },
    ]);
  });

  it('makes whoever approved before it look again, where it changes something', async () => {
    const { ask, approve, placed } = await setUp({ asking: { twoApprovals: [editor.id] } });
    await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
    expect(await approve('UCAROL')).toMatchObject(ok({ kind: 'counted' }));
    const changed = [invite(ada, editor)];
    expect(await approve('UERIN', { changed })).toMatchObject(ok({ kind: 'counted' }));
    expect(await approve('UCAROL')).toMatchObject({ error: { kind: 'changed' } });
    expect(placed).toEqual([]);
    expect(await approve('UCAROL', { revision: 2 })).toMatchObject(ok({ kind: 'approved' }));
    expect(placed).toMatchObject([{ invitations: 1 }]);
  });

  it('counts once for each person, where two are needed', async () => {
    const { ask, approve, deny, placed, recorded } = await setUp({
      asking: { twoApprovals: [viewer.id] },
    });
    await ask({ invites: [invite(ada, editor), invite(eve, viewer)] });
    expect(await approve('UCAROL')).toMatchObject(ok({ kind: 'counted' }));
    expect(await approve('UCAROL')).toMatchObject({ error: { why: 'approved_already' } });
    expect(placed).toEqual([]);
    // One no is enough.
    expect(await deny('UDAVE', 'Not now')).toMatchObject(ok({ state: { kind: 'denied' } }));
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual(['counted', 'denied']);
  });

  describe('of somebody who may not decide any more', () => {
    const two: World = { asking: { twoApprovals: [editor.id] } };
    /** @erin approves as one of two; then this happens. */
    const approvedByErin = async (then: (world: SlackNow) => void) => {
      const all = await setUp(two);
      await all.ask();
      expect(await all.approve('UERIN')).toMatchObject(ok({ kind: 'counted', lapsed: [] }));
      then(all.world);
      return all;
    };
    const becomes = (erin: InSlack) => (world: SlackNow) => {
      world.people.UERIN = erin;
    };

    it.each<[string, (world: SlackNow) => void]>([
      ['left Slack', becomes(somebody('Erin', { isDeactivated: true }))],
      ['is a guest', becomes(somebody('Erin', { isGuest: true }))],
      ['is nobody whom Slack knows', becomes('unknown')],
      ['is nobody in Piper', becomes(somebody('Erin', { address: 'e@elsewhere.example' }))],
      [
        'left the user group',
        (world) => {
          world.leads = [];
        },
      ],
    ])('counts no longer: who %s', async (_, then) => {
      const { approve, stored, placed, recorded } = await approvedByErin(then);
      const second = ok({ kind: 'counted', lapsed: ['UERIN'] });
      expect(await approve('UCAROL')).toMatchObject(second);
      expect(await stored()).toMatchObject({ approvals: [{ by: 'UCAROL' }], lapsed: ['UERIN'] });
      expect(placed).toEqual([]);
      expect(await recorded()).toMatchObject([{}, { details: { lapsed: 'UERIN' } }]);
      expect(await approve('UDAVE')).toMatchObject(ok({ kind: 'approved', lapsed: [] }));
      expect(placed).toHaveLength(1);
    });

    it('counts again once they may, and have approved it again', async () => {
      const { approve, stored, world } = await approvedByErin(becomes('unknown'));
      await approve('UCAROL');
      becomes(somebody('Erin'))(world);
      expect(await approve('UERIN')).toMatchObject(ok({ kind: 'approved' }));
      expect(await stored()).toMatchObject({
        approvals: [{ by: 'UCAROL' }, { by: 'UERIN' }],
        lapsed: [],
      });
    });

    it.each<[string, (world: SlackNow) => void, string]>([
      ['who they are', becomes('unavailable'), 'approver_unread'],
      [
        'who is in the group',
        (world) => {
          world.leads = undefined;
        },
        'groups_unread',
      ],
    ])('is not known while Slack can not tell %s, so nothing is decided', async (_, then, kind) => {
      const { approve, stored } = await approvedByErin(then);
      expect(await approve('UCAROL')).toMatchObject({ error: { kind } });
      expect(await stored()).toMatchObject({ approvals: [{ by: 'UERIN' }], lapsed: [] });
    });
  });

  it('that comes late is told who was first', async () => {
    const { ask, approve, deny, cancel, placed, changes } = await setUp();
    await ask();
    await approve('UERIN');
    const first = {
      kind: 'ended',
      request: { state: { kind: 'approved', at: later }, approvals: [{ by: 'UERIN' }] },
    };
    expect(await approve('UCAROL')).toMatchObject({ error: first });
    expect(await deny('UCAROL')).toMatchObject({ error: first });
    expect(await cancel('UBOB')).toMatchObject({ error: first });
    expect(placed).toHaveLength(1);
    expect(changes).toHaveLength(1);
  });

  it('and a no at the same moment lead to one of the two, and both are told which', async () => {
    const { ask, approve, deny, cancel, stored, placed, recorded } = await setUp();
    await ask();
    const answers = await Promise.all([
      approve('UCAROL'),
      approve('UERIN'),
      deny('UDAVE'),
      deny('UALICE'),
      cancel('UBOB'),
    ]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const state = (await stored())?.state;
    for (const answer of answers) {
      if (!answer.ok) expect(answer.error).toMatchObject({ kind: 'ended', request: { state } });
    }
    expect(await recorded()).toHaveLength(1);
    expect(placed).toHaveLength(state?.kind === 'approved' ? 1 : 0);
  });

  it('waits where whoever asked has too many invites under way', async () => {
    const { ask, approve, stored, storage, changes } = await setUp();
    const addresses = Array.from({ length: 1_000 }, (_, at) => `p${at}@example.com`);
    await submit(storage, { inviterId: 'UBOB', addresses });
    await ask();
    expect(await approve('UCAROL')).toEqual(
      err({ kind: 'too_many', tooMany: { kind: 'open', open: 1_000, more: 1 } }),
    );
    expect(await stored()).toMatchObject({ state: { kind: 'open' }, approvals: [] });
    expect(changes).toEqual([]);
  });
});

describe('a denial', () => {
  it('ends the request with words for whoever asked, and sends nothing', async () => {
    const { ask, deny, stored, recorded, placed, changes } = await setUp();
    await ask();
    const state = { kind: 'denied', by: 'UCAROL', at: later, words: 'Not this year' };
    expect(await deny('UCAROL', 'Not this year')).toMatchObject(ok({ state }));
    expect(await stored()).toMatchObject({ state });
    expect(await recorded()).toMatchObject([
      { actor: 'UCAROL', outcome: 'denied', details: { organization: 'org-1' } },
    ]);
    expect([placed, changes]).toEqual([[], ['r1']]);
  });

  it('does not end what somebody has changed since whoever denies it has seen it', async () => {
    const { ask, approve, deny, cancel, stored } = await setUp({
      asking: { twoApprovals: [viewer.id] },
    });
    await ask();
    await approve('UCAROL', { changed: [invite(ada, viewer)] });
    expect(await deny('UERIN')).toMatchObject({
      error: { kind: 'changed', request: { revision: 2 } },
    });
    expect(await stored()).toMatchObject({ state: { kind: 'open' } });
    expect((await deny('UERIN', undefined, 2)).ok).toBe(true);
    expect((await cancel('UBOB')).ok).toBe(false);
  });

  it('comes only from those who may decide', async () => {
    const { ask, deny, stored } = await setUp();
    await ask();
    expect(await deny('UNORA')).toMatchObject({ error: { kind: 'may_not', why: 'not_approver' } });
    expect(await stored()).toMatchObject({ state: { kind: 'open' } });
  });
});

describe('what has changed since somebody asked', () => {
  const rule = (about: Partial<Rule>): Rule => ({
    id: 'no',
    name: 'No',
    who: { kind: 'members' },
    roles: 'all',
    domains: 'all',
    fate: 'deny',
    ...about,
  });
  const ended = async (world: World, about: Partial<NewRequest> = {}) => {
    const { ask, approve, stored, changes, recorded, placed } = await setUp(world);
    await ask(about);
    const decided = await approve('UALICE');
    const state = (await stored())?.state;
    expect(decided).toMatchObject({ error: { kind: 'ended', request: { state } } });
    expect([changes, placed]).toEqual([['r1'], []]);
    const why = state?.kind === 'void' ? state.why : undefined;
    expect(await recorded()).toMatchObject([{ outcome: 'void', details: { why } }]);
    return why;
  };

  it.each([
    ['is deactivated', somebody('Bob', { isDeactivated: true })],
    ['is a guest', somebody('Bob', { isGuest: true })],
    ['is nobody whom Slack knows', 'unknown'],
  ] as const)('ends the request where whoever asked %s', async (_, bob) => {
    expect(await ended({ people: { UBOB: bob } })).toBe('requester_gone');
  });

  it('is not known while Slack can not tell who asked, so nothing is decided', async () => {
    const { ask, approve, stored, recorded } = await setUp({ people: { UBOB: 'unavailable' } });
    await ask();
    expect(await approve('UALICE')).toMatchObject(err({ kind: 'requester_unread' }));
    expect([(await stored())?.state, await recorded()]).toEqual([{ kind: 'open' }, []]);
  });

  it('ends the request where the rules deny everybody in it now', async () => {
    expect(await ended({ settings: { rules: [rule({})] } })).toBe('not_allowed_any_more');
  });

  it('is not known while Slack can not tell who is in the group of a rule, so nothing is decided', async () => {
    const who = { kind: 'chosen' as const, userIds: [], userGroupIds: ['SLEADS'] };
    const { ask, approve, stored, recorded, sent, world } = await setUp({
      leads: undefined,
      settings: { rules: [rule({ who, domains: ['example.com'] })] },
    });
    await ask({ invites: [invite(ada, editor), invite('x@acme.example', editor)] });
    const unread = err({ kind: 'groups_unread', userGroupIds: ['SLEADS'] });
    expect(await approve('UALICE')).toEqual(unread);
    expect([(await stored())?.state, await recorded()]).toEqual([{ kind: 'open' }, []]);
    world.leads = [];
    expect((await approve('UALICE')).ok).toBe(true);
    expect(await sent()).toHaveLength(2);
  });

  it('leaves out those whom the rules deny now', async () => {
    const { ask, approve, sent, recorded } = await setUp({
      settings: { rules: [rule({ domains: ['evil.example'] })] },
    });
    await ask({ invites: [invite('x@evil.example', editor), invite(ada, editor)] });
    expect(await approve('UCAROL')).toMatchObject(ok({ request: { invites: [{}] } }));
    expect(await sent()).toEqual([`${ada} Editor`]);
    expect(await recorded()).toMatchObject([
      { details: { before: 'Editor: 2', after: 'Editor: 1' } },
    ]);
  });

  it('ends the request where everybody in it is a member or invited by now', async () => {
    const members = [member('Ada@Example.com'), { ...member('x'), address: undefined }];
    expect(await ended({ members })).toBe('satisfied');
  });

  it('leaves out those who are', async () => {
    const { ask, approve, sent } = await setUp({ members: [member(ada)] });
    await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
    await approve('UCAROL');
    expect(await sent()).toEqual([`${eve} Editor`]);
  });

  it('needs one person alone where nobody is left whose role needs two', async () => {
    const { ask, approve, sent } = await setUp({
      members: [member(ada)],
      asking: { twoApprovals: [editor.id] },
    });
    await ask({ invites: [invite(ada, editor), invite(eve, viewer)] });
    expect(await approve('UCAROL')).toMatchObject(ok({ kind: 'approved' }));
    expect(await sent()).toEqual([`${eve} Viewer`]);
  });

  it.each<[string, World, ReturnType<typeof invite>]>([
    [
      'whom a rule denies',
      { settings: { rules: [rule({ roles: [viewer.id] })] } },
      invite(ada, viewer),
    ],
    ['who is a member', { members: [member(ada)] }, invite(ada, editor)],
  ])('does not end what somebody changes to somebody alone %s', async (_, world, changed) => {
    const { ask, approve, stored } = await setUp(world);
    await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
    expect(await approve('UALICE', { changed: [changed] })).toEqual(err({ kind: 'nobody_left' }));
    expect(await stored()).toMatchObject({ state: { kind: 'open' }, approvals: [] });
  });

  it('ends the request where the workspace is connected to another organization', async () => {
    const world = { organizationId: 'org-2' };
    expect(await ended(world)).toBe('disconnected');
    const { ask, deny } = await setUp(world);
    await ask();
    expect(await deny('UALICE')).toMatchObject({ error: { request: { state: { kind: 'void' } } } });
  });
});

describe('cancelling', () => {
  it('is for whoever asked and whoever may connect the workspace', async () => {
    for (const userId of ['UBOB', 'UALICE']) {
      const { ask, cancel, stored } = await setUp();
      await ask();
      expect((await cancel(userId)).ok).toBe(true);
      expect(await stored()).toMatchObject({ state: { kind: 'cancelled', by: userId } });
    }
  });

  it('takes back what somebody else has changed meanwhile, since nothing is sent', async () => {
    const { ask, approve, cancel } = await setUp({ asking: { twoApprovals: [viewer.id] } });
    await ask();
    await approve('UCAROL', { changed: [invite(ada, viewer)] });
    expect((await cancel('UBOB')).ok).toBe(true);
  });

  it.each(['UNORA', 'UCAROL'])('is not for others, such as %s', async (userId) => {
    const { ask, cancel, stored, changes } = await setUp();
    await ask();
    expect(await cancel(userId)).toMatchObject({ error: { why: 'not_approver' } });
    expect([(await stored())?.state, changes]).toEqual([{ kind: 'open' }, []]);
  });
});

describe('the form that changes a request', () => {
  it('opens for those who may decide about it', async () => {
    const { ask, open } = await setUp();
    await ask();
    expect(await open('UCAROL')).toMatchObject(ok({ request: { id: 'r1', requesterId: 'UBOB' } }));
    expect(await open('UNORA')).toMatchObject({ error: { kind: 'may_not' } });
  });
});

describe('the list of requests', () => {
  const three = async (world: World = {}) => {
    const all = await setUp(world);
    await all.ask();
    await all.ask({
      id: 'r2',
      at: storedAt + 1,
      requesterId: 'UCAROL',
      invites: [invite(eve, editor)],
    });
    await all.ask({
      id: 'r3',
      at: storedAt + 2,
      invites: [{ invitee: { address: 'dave@acme.example' }, role: viewer }],
    });
    return async (userId: string, limit?: number) =>
      (await all.list(userId, limit)).map(
        ({ request: { id }, mayDecide, mayCancel }) =>
          `${id}${mayDecide ? ' decide' : ''}${mayCancel ? ' cancel' : ''}`,
      );
  };

  it('shows those who decide everything, newest first, and what they can do about it', async () => {
    const listed = await three();
    expect(await listed('UALICE')).toEqual(['r3 decide', 'r2 decide', 'r1 decide']);
    expect(await listed('UCAROL')).toEqual(['r3 decide', 'r2 cancel', 'r1 decide']);
    expect(await listed('UDAVE')).toEqual(['r3', 'r2 decide', 'r1 decide']);
    expect(await listed('UALICE', 2)).toEqual(['r3 decide', 'r2 decide']);
  });

  it('shows others their own alone', async () => {
    const listed = await three();
    expect(await listed('UBOB')).toEqual(['r3 cancel', 'r1 cancel']);
    expect(await listed('UNORA')).toEqual([]);
  });

  it('lets people decide about their own where the settings say so', async () => {
    const listed = await three({ asking: { selfApproval: true } });
    expect(await listed('UCAROL')).toContain('r2 decide cancel');
    expect(
      await (await three({ asking: { selfApproval: true, twoApprovals: [editor.id] } }))('UCAROL'),
    ).toContain('r2 cancel');
  });

  it('is empty where Slack can not tell who asks for it, or the organization is another one', async () => {
    expect(await (await three({ people: { UCAROL: 'unavailable' } }))('UCAROL')).toEqual([]);
    const { list } = await setUp({ organizationId: 'org-2' });
    expect(await list('UALICE')).toEqual([]);
  });
});

describe('what is approved', () => {
  it('is a batch for each request, however alike they are', async () => {
    const { ask, decide, by, placed } = await setUp();
    await ask();
    await ask({ id: 'r2', invites: [invite(eve, editor)] });
    for (const id of ['r1', 'r2']) {
      expect(await decide.approve(by('UCAROL', id), { revision: 1 })).toMatchObject(
        ok({ kind: 'approved' }),
      );
    }
    expect(new Set(placed.map(({ id }) => id)).size).toBe(2);
  });

  it('is changed where one of several roles is another, and the record says from what to what', async () => {
    const { ask, approve, sent, recorded } = await setUp();
    await ask({ invites: [invite(ada, editor), invite(eve, editor)] });
    await approve('UCAROL', { changed: [invite(ada, viewer), invite(eve, editor)] });
    expect(await sent()).toEqual([`${ada} Viewer`, `${eve} Editor`]);
    expect(await recorded()).toMatchObject([
      { details: { people: '2', before: 'Editor: 2', after: 'Viewer: 1, Editor: 1' } },
    ]);
  });

  it('names in the record nobody whose approval has lapsed where nobody has', async () => {
    const { ask, approve, recorded } = await setUp();
    await ask();
    await approve('UCAROL');
    const [recordedOnce] = await recorded();
    expect(recordedOnce?.details).not.toHaveProperty('lapsed');
    expect(recordedOnce?.details).not.toHaveProperty('before');
  });
});

it('what has ended is not opened to be changed', async () => {
  const { ask, deny, open } = await setUp();
  await ask();
  expect(await open('UCAROL')).toMatchObject({ ok: true });
  await deny('UCAROL');
  expect(await open('UCAROL')).toMatchObject({ error: { kind: 'ended' } });
});
