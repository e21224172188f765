import type { WorkspaceRef } from '../domain/connection.ts';
import type { PiperFailure } from '../domain/failures.ts';
import { whyNever } from '../domain/person.ts';
import { untoldIn, whyNotGiven } from '../domain/reasons.ts';
import { err, ok, type Result } from '../domain/result.ts';
import { isDenied } from '../domain/rules.ts';
import type { AuthorityOf } from '../usecases/authority.ts';
import type { Directory } from '../usecases/authorize.ts';
import type { Connected, FindConnection } from '../usecases/find-connection.ts';
import type { ClaimedInvitation } from '../usecases/ports/invitations.ts';
import type { PiperOrganization } from '../usecases/ports/piper.ts';

/** The organization that an invitation is sent to; `denied` is why it must not be sent after all. */
export type OpenedForDelivery = { piper: PiperOrganization; denied?: PiperFailure };

/**
 * Opens the organization that an invitation is sent to: through the connection that its workspace has now, if it is the same one.
 * Decides once more whether whoever asked may have it sent, since settings, roles and people change while it waits.
 */
export const createOpenForDelivery =
  (deps: {
    findConnection: FindConnection;
    /** Undefined where the app is not installed. */
    directoryOf: (workspace: WorkspaceRef) => Promise<Directory | undefined>;
    authorityOf: AuthorityOf;
  }) =>
  async (invitation: ClaimedInvitation): Promise<Result<OpenedForDelivery, PiperFailure>> => {
    const { workspace, organization } = invitation;
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
    return decideAgain(invitation, state, directory, deps.authorityOf);
  };

async function decideAgain(
  { inviterId, approvedBy = [], invitee, role, organization }: ClaimedInvitation,
  connected: Connected,
  directory: Directory,
  authorityOf: AuthorityOf,
): Promise<Result<OpenedForDelivery, PiperFailure>> {
  const { piper, connection } = connected;
  const { decide, own } = await authorityOf(directory, inviterId, connected, 'recent');
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
