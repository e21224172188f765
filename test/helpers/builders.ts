import type { Connection, ConnectionWithToken, WhoMayInvite } from '../../src/domain/connection.ts';
import type { PiperFailure } from '../../src/domain/failures.ts';
import type {
  Batch,
  BatchReport,
  InvitationState,
  Invite,
  Invitee,
  Outcome,
} from '../../src/domain/invitation.ts';
import type {
  Member,
  Organization,
  OrganizationDetails,
  Role,
} from '../../src/domain/organization.ts';
import type { Person } from '../../src/domain/person.ts';
import type { DenialReason } from '../../src/domain/policy.ts';

export const acme: Organization = { id: 'org-1', name: 'Acme Robotics' };
/** Acme as a token sees it that may do everything but for what is the owner's alone. */
export const acmeDetails: OrganizationDetails = {
  ...acme,
  ownerUserId: 'piper-owner@example.com',
  tokenRole: { id: 'role-admin', name: 'Admin', isSystem: true },
};
export const editor: Role = { id: 'role-editor', name: 'Editor' };
export const viewer: Role = { id: 'role-viewer', name: 'Viewer' };

/** A role that Piper comes with, known as such. */
export const systemRole = (name: 'Admin' | 'Editor' | 'Viewer'): Role => ({
  id: `role-${name.toLowerCase()}`,
  name,
  isSystem: true,
});

/** Somebody who is to get a role. */
export const invite = (address: string, role = editor): Invite => ({ invitee: { address }, role });

/** `count` roles, numbered from 1. */
export const numberedRoles = (count: number): Role[] =>
  Array.from({ length: count }, (_, at) => ({ id: `role-${at + 1}`, name: `Role ${at + 1}` }));

/** A full member of the workspace with an address. */
export const person = (about: Partial<Person> = {}): Person => ({
  id: 'UGRACE',
  name: 'Grace',
  address: 'grace@example.com',
  isAdmin: false,
  isOrgAdmin: false,
  isGuest: false,
  isBot: false,
  isDeactivated: false,
  isExternal: false,
  ...about,
});

/** Somebody pending as Editor. */
export const member = (address: string, about: Partial<Member> = {}): Member => ({
  userId: `piper-${address}`,
  address,
  roleId: `role-${(about.roleName ?? 'Editor').toLowerCase()}`,
  roleName: 'Editor',
  status: { kind: 'pending' },
  ...about,
});

export const invited = (address: string, about: Partial<Member> = {}): Outcome => ({
  kind: 'invited',
  member: member(address, about),
});

export const alreadyMember = (address: string, about: Partial<Member> = {}): Outcome => ({
  kind: 'already_member',
  member: member(address, about),
});

export const failed = (failure: PiperFailure): Outcome => ({ kind: 'failed', failure });

export const waiting = (
  failure?: PiperFailure,
  isUnclear = false,
  isAsked = false,
): InvitationState => ({ kind: 'waiting', isUnclear, isAsked, ...(failure && { failure }) });

/** What became of an order of Alice's, for editors. */
export const batchReport = (
  entries: readonly [address: string, state: InvitationState, userId?: string, name?: string][],
  { lastEndedAt, ...about }: Partial<Batch> & { lastEndedAt?: number } = {},
): BatchReport => ({
  batch: { id: 'batch-1', inviterId: 'UALICE', organization: acme, at: 0, ...about },
  entries: entries.map(([address, state, userId, name]) => ({
    invitee: {
      address,
      ...(userId !== undefined && { userId }),
      ...(name && { name }),
    } satisfies Invitee,
    role: editor,
    state,
  })),
  ...(lastEndedAt !== undefined && { lastEndedAt }),
});

/** One failure of each kind, and of each variety that is told apart. */
export const everyFailure: PiperFailure[] = [
  { kind: 'not_connected' },
  { kind: 'unauthorized' },
  { kind: 'forbidden' },
  { kind: 'not_found' },
  { kind: 'conflict' },
  { kind: 'invalid', fields: [] },
  { kind: 'invalid', fields: ['email'] },
  { kind: 'invalid', fields: ['role_id'] },
  { kind: 'rate_limited' },
  { kind: 'rate_limited', retryAfter: 0 },
  { kind: 'rate_limited', retryAfter: 150_000 },
  { kind: 'unavailable', contact: 'not_sent' },
  { kind: 'unavailable', contact: 'not_sent', who: 'slack' },
  { kind: 'unavailable', contact: 'not_sent', who: 'product' },
  { kind: 'unavailable', contact: 'broken_off' },
  { kind: 'unavailable', contact: 'timed_out' },
  { kind: 'unexpected', status: 418, contact: 'not_sent' },
  { kind: 'unexpected', status: 200, contact: 'broken_off' },
];

export const everyDenialReason = [
  'bot',
  'deactivated',
  'external',
  'guest',
  'not_chosen',
  'groups_unread',
  'unidentified',
] as const satisfies DenialReason[];

/** These people may invite besides admins. */
export const chosen = (...userIds: string[]): WhoMayInvite => ({
  kind: 'chosen',
  userIds,
  userGroupIds: [],
});

/** A connected workspace in which only admins may invite. */
export const connection = (about: Partial<Connection> = {}): Connection => ({
  id: 'connection-1',
  scope: { teamId: 'T1' },
  organization: acme,
  tokenPreview: 'pat_abc...xyz',
  settings: { whoMayInvite: { kind: 'admins' }, domains: [] },
  connectedBy: 'UALICE',
  connectedAt: Date.parse('2026-11-24T10:32:00Z'),
  ...about,
});

export const connectionWithToken = (
  about: Partial<ConnectionWithToken> = {},
): ConnectionWithToken => ({ ...connection(about), token: 'pat_abcdefuvwxyz', ...about });
