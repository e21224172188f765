import type { WorkspaceRef } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import { whyNever } from '../domain/person.ts';
import { untoldIn, whyNotGiven } from '../domain/reasons.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { isDenied } from '../domain/rules.ts';
import type { Authority, AuthorityOf } from '../usecases/authority.ts';
import type { Directory } from '../usecases/authorize.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';
import { delivery as limits } from './limits.ts';

/** The organization that an invitation is sent to; `denied` is why it must not be sent after all. */
export type OpenedForDelivery = { piper: PiperOrganization; denied?: PiperFailure };

type Deps = {
  findConnection: FindConnection;
  /** Undefined where the app is not installed. */
  directoryOf: (workspace: WorkspaceRef) => Promise<Directory | undefined>;
  authorityOf: AuthorityOf;
  now: () => number;
};

/** By what is decided about all invitations of a batch, which are one person's. */
type Grounds = { connected: Connected; directory: Directory; authority: Authority };

/**
 * Opens the organization that an invitation is sent to: through the connection that its workspace has now, if it is the same one.
 * Decides once more whether whoever asked may have it sent, since settings, roles and people change while it waits. What that takes
 * is read once for all invitations of a batch within a second, since there may be hundreds.
 */
export function createOpenForDelivery(deps: Deps) {
  const { now } = deps;
  const known = new Map<string, { until: number; grounds: ReturnType<typeof readGrounds> }>();

  function groundsFor(invitation: ClaimedInvitation): ReturnType<typeof readGrounds> {
    for (const [key, { until }] of known) if (until <= now()) known.delete(key);
    const { batchId } = invitation;
    const grounds = known.get(batchId)?.grounds ?? readGrounds(invitation, deps);
    if (!known.has(batchId)) known.set(batchId, { until: now() + limits.groundsTtl, grounds });
    return grounds;
  }

  return async (
    invitation: ClaimedInvitation,
  ): Promise<Result<OpenedForDelivery, PiperFailure>> => {
    const grounds = await groundsFor(invitation);
    return grounds.ok ? decideAgain(invitation, grounds.value) : grounds;
  };
}

async function readGrounds(
  { workspace, organization, inviterId }: ClaimedInvitation,
  deps: Deps,
): Promise<Result<Grounds, PiperFailure>> {
  const state = await deps.findConnection(workspace);
  // The operator can still provide the key, or undo what was altered.
  if (state.kind === 'unreadable') {
    return notYet(
      'product',
      `the connection is ${state.why.kind === 'altered' ? 'altered' : 'unreadable'}`,
    );
  }
  if (state.kind === 'none' || state.connection.organization.id !== organization.id) {
    return err({ kind: 'not_connected' });
  }
  const directory = await deps.directoryOf(workspace);
  if (!directory) return notYet('slack', 'the app is not installed');
  const authority = await deps.authorityOf(directory, inviterId, state, 'recent');
  return ok({ connected: state, directory, authority });
}

async function decideAgain(
  { approvedBy = [], invitee, role, organization }: ClaimedInvitation,
  { connected: { piper, connection }, directory, authority: { decide, own } }: Grounds,
): Promise<Result<OpenedForDelivery, PiperFailure>> {
  const decision = decide({ invitee, role });
  const approvers = await Promise.all(approvedBy.map((userId) => directory.people.find(userId)));
  if (approvers.some((found) => !found.ok && found.error === 'unavailable')) {
    return notYet('slack', "Slack doesn't tell who approved it");
  }
  const isApproved =
    approvers.length > 0 && approvers.every((found) => found.ok && !whyNever(found.value));
  if (!('reasons' in decision)) {
    return own.kind === 'unread'
      ? err(own.failure)
      : notYet('product', 'nobody can decide about it');
  }
  if (!isDenied(decision)) return ok({ piper });
  if (decision.kind === 'approval' && isApproved) return ok({ piper });
  switch (untoldIn(decision.reasons)?.kind) {
    case 'unidentified':
      return notYet('slack', "Slack doesn't tell who asked for it");
    case 'groups_unread':
      return notYet('slack', "Slack doesn't tell who is in a user group that the rules name");
  }
  const why = whyNotGiven(decision.reasons, { ...connection, organization });
  return ok({ piper, denied: { kind: 'not_allowed', roleName: role.name, why } });
}

const notYet = (who: 'slack' | 'product', detail: string): Result<never, PiperFailure> =>
  err({ kind: 'unavailable', contact: 'not_sent', who, detail });
