import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/domain/connection.ts';
import type { Person } from '../../../src/domain/person.ts';
import { err, ok } from '../../../src/domain/result.ts';
import type { ListenerDeps } from '../../../src/listeners/deps.ts';
import type { Guard } from '../../../src/listeners/guards/guard.ts';
import {
  requireChecker,
  requireOwnChecker,
} from '../../../src/listeners/guards/require-checker.ts';
import { requireConnection } from '../../../src/listeners/guards/require-connection.ts';
import {
  requireConnectionAdmin,
  requireEnterpriseAdmin,
  requireWorkspaceAdmin,
} from '../../../src/listeners/guards/require-connection-admin.ts';
import { requireExporter } from '../../../src/listeners/guards/require-exporter.ts';
import {
  requireAsker,
  requireMember,
  requireReader,
  requireRoleChanger,
} from '../../../src/listeners/guards/require-inviter.ts';
import { requireLinkAsker, requireLinker } from '../../../src/listeners/guards/require-linker.ts';
import { requireSearcher } from '../../../src/listeners/guards/require-searcher.ts';
import type { Workspace } from '../../../src/listeners/workspace.ts';
import { authorize } from '../../../src/usecases/authorize.ts';
import type { ConnectionState } from '../../../src/usecases/find-connection.ts';
import { tokenRemedy } from '../../../src/usecases/token-remedy.ts';
import { connection, person } from '../../helpers/builders.ts';
import { fakeClock } from '../../helpers/fake-clock.ts';
import { fakePiper } from '../../helpers/fake-piper.ts';

const people = {
  admin: person({ id: 'UADMIN', isAdmin: true }),
  orgAdmin: person({ id: 'UORG', isAdmin: true, isOrgAdmin: true }),
  member: person({ id: 'UMEMBER' }),
  guest: person({ id: 'UGUEST', isGuest: true }),
  operator: person({ id: 'UOPERATOR' }),
  roleChanger: person({ id: 'UROLES' }),
} satisfies Record<string, Person>;
type Who = keyof typeof people;
const { piper } = fakePiper({ clock: fakeClock() });

const connected = (about: Partial<Connection> = {}, isFixed = false): ConnectionState => ({
  kind: 'connected',
  connection: connection(about),
  isFixed,
  piper,
  checkAgain: async () => false,
});
const settings: Connection['settings'] = {
  whoMayInvite: { kind: 'admins' },
  domains: [],
  roleChangers: { userIds: ['UROLES'], userGroupIds: [] },
};
const ofWorkspace = connected({ settings });
const ofEnterprise = connected({ settings, scope: { enterpriseId: 'E1' } });
const refused = connected({ rejectedSince: 1 });
const fixed = connected({ connectedBy: '' }, true);
const none: ConnectionState = { kind: 'none' };
const altered: ConnectionState = { kind: 'unreadable', why: { kind: 'altered' } };

/** Asks a guard about somebody, with what it reads of the workspace at hand. */
function ask<T>(guard: Guard<T>, who: Who, state: ConnectionState) {
  const find = async (userId: string) => {
    const found = Object.values(people).find(({ id }) => id === userId);
    return found ? ok(found) : err('unknown' as const);
  };
  const workspace = {
    ref: { teamId: 'T1' },
    people: { find, findAnew: find },
    inviteAdmins: new Set(['UOPERATOR']),
    find: async () => state,
  } as unknown as Workspace;
  const deps = { authorize, tokenRemedy, now: () => 2, log: pino({ enabled: false }) };
  return guard(deps as unknown as ListenerDeps, workspace, people[who].id);
}

/** Everybody whom a guard lets through. */
async function through(guard: Guard<unknown>, state: ConnectionState) {
  const may = await Promise.all(
    Object.keys(people).map(async (who) => (await ask(guard, who as Who, state)).ok && who),
  );
  return may.filter((who) => who !== false).join(' ');
}

/** What somebody is told instead, with the words of its buttons. */
async function told(guard: Guard<unknown>, who: Who, state: ConnectionState) {
  const found = await ask(guard, who, state);
  if (found.ok) return undefined;
  const buttons = found.error.blocks.flatMap((block) =>
    block.type === 'actions' ? block.elements : [],
  );
  const words = buttons.map((button) => 'text' in button && `[${button.text?.text}]`);
  return [found.error.text, ...words].join('\n');
}

const everybody = 'admin orgAdmin member guest operator roleChanger';
const fullMembers = 'admin orgAdmin member operator roleChanger';
const workspaceAdmins = 'admin orgAdmin operator';
const enterpriseAdmins = 'orgAdmin operator';

describe('who gets through, where the connection is of the workspace, and where of its Enterprise organization', () => {
  it.each<[name: string, guard: Guard<unknown>, string, string]>([
    ['to what everybody may', requireConnection, everybody, everybody],
    ['to connecting a workspace', requireWorkspaceAdmin, workspaceAdmins, workspaceAdmins],
    ['to connecting all of them', requireEnterpriseAdmin, enterpriseAdmins, enterpriseAdmins],
    ['to changing the connection', requireConnectionAdmin, workspaceAdmins, enterpriseAdmins],
    ['to inviting', requireAsker, workspaceAdmins, workspaceAdmins],
    [
      'to changing roles',
      requireRoleChanger,
      `${workspaceAdmins} roleChanger`,
      `${enterpriseAdmins} roleChanger`,
    ],
    ['to what every full member may', requireMember, fullMembers, fullMembers],
    ['to the list of invites', requireReader, workspaceAdmins, workspaceAdmins],
    ['to searching in the past', requireSearcher, workspaceAdmins, workspaceAdmins],
    ['to checking their own invites', requireOwnChecker, fullMembers, fullMembers],
    ["to checking others' invites", requireChecker, workspaceAdmins, enterpriseAdmins],
    ['to linking people', requireLinker, workspaceAdmins, enterpriseAdmins],
    ['to the record', requireExporter, workspaceAdmins, enterpriseAdmins],
    ['to asking for a link', requireLinkAsker, fullMembers, fullMembers],
  ])('%s', async (_, guard, inWorkspace, inEnterprise) => {
    expect(await through(guard, ofWorkspace)).toBe(inWorkspace);
    expect(await through(guard, ofEnterprise)).toBe(inEnterprise);
  });

  it('to searching in everything: whoever may change a connection of that reach', async () => {
    const seers = async (state: ConnectionState) => {
      const found = await Promise.all(
        (Object.keys(people) as Who[]).map(async (who) => {
          const searcher = await ask(requireSearcher, who, state);
          return searcher.ok && searcher.value.seesAll ? [who] : [];
        }),
      );
      return found.flat().join(' ');
    };
    expect(await seers(ofWorkspace)).toBe(workspaceAdmins);
    expect(await seers(ofEnterprise)).toBe(enterpriseAdmins);
    expect(await seers(refused)).toBe(workspaceAdmins);
  });

  it('to nothing that needs a connection where there is none, or it was altered', async () => {
    const guards = [requireConnection, requireConnectionAdmin, requireReader, requireLinkAsker];
    for (const guard of [...guards, requireAsker, requireRoleChanger, requireOwnChecker]) {
      expect(await through(guard, none)).toBe('');
      expect(await through(guard, altered)).toBe('');
    }
    expect(await through(requireWorkspaceAdmin, none)).toBe(workspaceAdmins);
    expect(await through(requireWorkspaceAdmin, altered)).toBe(workspaceAdmins);
  });

  it('to what can be looked up, but to nothing that changes something, while Piper refuses the token', async () => {
    expect(await through(requireReader, refused)).toBe(workspaceAdmins);
    expect(await through(requireLinkAsker, refused)).toBe(fullMembers);
    expect(await through(requireConnectionAdmin, refused)).toBe(workspaceAdmins);
    for (const guard of [requireAsker, requireRoleChanger, requireChecker]) {
      expect(await through(guard, refused)).toBe('');
    }
  });

  it('to no change of a connection that the process itself was given', async () => {
    for (const guard of [requireWorkspaceAdmin, requireEnterpriseAdmin, requireConnectionAdmin]) {
      expect(await through(guard, fixed)).toBe('');
    }
    expect(await through(requireAsker, fixed)).toBe(workspaceAdmins);
  });
});

it('whoever may check invites, or link people, is told apart from whoever may do it for themselves', async () => {
  expect(await ask(requireOwnChecker, 'member', ofWorkspace)).toMatchObject({
    value: { connection: { id: 'connection-1' }, mayConnect: false },
  });
  expect(await ask(requireOwnChecker, 'admin', ofWorkspace)).toMatchObject({
    value: { mayConnect: true },
  });
});

it('a connection without a name gets it from Piper, or goes by its ID', async () => {
  const unnamed = { organization: { id: 'org-1', name: '' }, connectedBy: '' };
  const named = async (about: Partial<typeof piper>) => {
    const state = { ...connected(unnamed, true), piper: { ...piper, ...about } } as ConnectionState;
    const found = await ask(requireConnection, 'member', state);
    return found.ok && found.value.connection;
  };
  expect(await named({})).toMatchObject({
    id: 'connection-1',
    organization: { id: 'org-1', name: 'Acme Robotics' },
  });
  const away = { kind: 'unavailable', contact: 'not_sent' } as const;
  expect(await named({ details: async () => err(away) })).toMatchObject({
    organization: { id: 'org-1', name: 'org-1' },
  });
});

describe('whoever does not get through is told', () => {
  const admins = 'a workspace admin, owner or <@UOPERATOR>';

  it('who can connect, with a button for those who can', async () => {
    const words =
      "This workspace isn't connected to Piper yet, so nobody can be invited from here.";
    expect(await told(requireConnection, 'member', none)).toBe(
      `${words}\nA workspace admin, owner or <@UOPERATOR> can connect it. Ask one of them.`,
    );
    expect(await told(requireConnection, 'admin', none)).toMatch(
      /^.*\nYou can connect it.*\n\[Connect\]$/,
    );
    expect(await told(requireConnectionAdmin, 'admin', none)).toMatch(
      /nothing to change\.\n\[Connect\]$/,
    );
    expect(await told(requireConnectionAdmin, 'admin', altered)).toMatch(
      /was changed from outside/,
    );
  });

  it.each<[who: string, guard: Guard<unknown>, string]>([
    [
      'who can change the connection',
      requireConnectionAdmin,
      `Only ${admins} can change how this workspace is connected to Piper. <@UALICE> connected it and can help.`,
    ],
    [
      'who can for the whole Enterprise organization',
      requireEnterpriseAdmin,
      'This connection to Piper holds for your whole Slack organization, so only its admins, its owners and <@UOPERATOR> can change it. <@UALICE> connected it and can help.',
    ],
    [
      'who can invite',
      requireAsker,
      'Only workspace admins, owners and <@UOPERATOR> can invite to Piper from this workspace. <@UALICE> connected it and can help.',
    ],
    [
      'who can see invites',
      requireReader,
      'Only workspace admins, owners and <@UOPERATOR> can see who was invited to Piper from this workspace. <@UALICE> connected it and can help.',
    ],
    [
      'who can change roles',
      requireRoleChanger,
      'Only workspace admins, owners, <@UOPERATOR> and <@UROLES> can change roles in Piper from this workspace. <@UALICE> connected it and can help.',
    ],
    [
      'who can link people',
      requireLinker,
      'Only workspace admins, owners and <@UOPERATOR> can link people to members of the organization. Ask one of them.',
    ],
  ])('%s', async (_, guard, words) => {
    expect(await told(guard, 'member', ofWorkspace)).toBe(words);
  });

  it('to ask an admin where nobody in Slack connected it, or it was they themselves', async () => {
    const own = connected({ connectedBy: 'UMEMBER' });
    for (const state of [fixed, own, none]) {
      expect(await told(requireWorkspaceAdmin, 'member', state)).toMatch(/ Ask one of them\.$/);
    }
  });

  it('that it can be changed where the process was set up, if it can be changed only there', async () => {
    expect(await told(requireConnectionAdmin, 'admin', fixed)).toBe(
      "The connection to Piper is set by whoever runs piper-invite, so it can't be changed from Slack. Ask them.",
    );
  });
});
