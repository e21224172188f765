import type { Installation } from '@slack/bolt';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Connection } from '../../src/domain/connection.ts';
import type { Link } from '../../src/domain/link.ts';
import type { NewBatch, NewInvitation } from '../../src/usecases/ports/batches.ts';
import type { NewRequest } from '../../src/usecases/ports/requests.ts';
import { connection } from './builders.ts';

/** The time of everything that is stored in tests. */
export const storedAt = Date.parse('2026-11-25T10:00:00Z');

/** An invite that @alice made in the workspace T1. */
export const entry = (about: Partial<AuditEntry> = {}): AuditEntry => ({
  workspace: 'T1',
  at: storedAt,
  actor: 'UALICE',
  action: 'invite',
  subject: 'ada@example.com',
  surface: 'form',
  outcome: 'invited',
  details: { role: 'Editor' },
  ...about,
});

/** @grace as a member of Acme, linked by @alice. */
export const link = (about: Partial<Link> = {}): Link => ({
  userId: 'UGRACE',
  memberId: 'member-grace',
  address: 'grace@corp.example',
  by: 'UALICE',
  at: storedAt,
  ...about,
});

/** A connection that links hold for; the stored one of the workspace T1, unless it says otherwise. */
export const linkedThrough = (about: Partial<Connection> = {}, isFixed = false) => ({
  connection: connection(about),
  isFixed,
});

let ids = 0;
/** What @alice asked for in the workspace T1, with an ID and a submission of its own. */
export const batch = (about: Partial<NewBatch> = {}): NewBatch => {
  const id = about.id ?? `batch-${++ids}`;
  return {
    id,
    submission: `submission of ${id}`,
    workspace: { teamId: 'T1' },
    organization: { id: 'org-1', name: 'Acme Robotics' },
    inviterId: 'UALICE',
    surface: 'form',
    audience: { channel: 'C1' },
    at: storedAt,
    ...about,
  };
};

/** Somebody to invite as Editor, with an ID of its own. */
export const invitation = (address = 'ada@example.com'): NewInvitation => ({
  id: `invitation-${++ids}`,
  invitee: { address },
  role: { id: 'role-1', name: 'Editor' },
});

/** The app in the workspace T1. */
export const installation = (about: Partial<Installation> = {}): Installation =>
  ({
    team: { id: 'T1', name: 'Acme' },
    enterprise: undefined,
    isEnterpriseInstall: false,
    user: { id: 'UALICE', token: undefined, scopes: undefined },
    bot: { id: 'B1', userId: 'UBOT', token: 'xoxb-installed', scopes: ['commands'] },
    ...about,
  }) as Installation;

/** How Bolt asks for the installation of a workspace. */
export const ofTeam = (teamId: string) => ({
  teamId,
  enterpriseId: undefined,
  isEnterpriseInstall: false as const,
});

/** How Bolt asks for one that is org-wide. */
export const ofEnterprise = (enterpriseId: string) => ({
  teamId: undefined,
  enterpriseId,
  isEnterpriseInstall: true as const,
});

/** What @bob asks for in the workspace T1, with an ID and a submission of its own. */
export const request = (about: Partial<NewRequest> = {}): NewRequest => {
  const id = about.id ?? `request-${++ids}`;
  return {
    id,
    submission: `submission of ${id}`,
    workspace: { teamId: 'T1' },
    organization: { id: 'org-1', name: 'Acme Robotics' },
    requesterId: 'UBOB',
    reason: 'Ada joins our team',
    invites: [{ invitee: { address: 'ada@example.com' }, role: { id: 'role-1', name: 'Editor' } }],
    channel: 'C1',
    surface: 'form',
    at: storedAt,
    expiresAt: storedAt + 7 * 86_400_000,
    remindAt: storedAt + 3 * 86_400_000,
    ...about,
  };
};
