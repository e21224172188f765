import { type AuditEntry, auditEntry } from '../domain/audit.ts';
import { type Invite, submissionKey } from '../domain/invitation.ts';
import type { InviteRequest } from '../domain/request.ts';
import type { NewApproval } from './ports/requests.ts';

/** Somebody's yes to `invites` of a request, and the batch that it becomes; `revision` is what they saw. */
export function buildApproval(
  request: InviteRequest,
  yes: {
    by: string;
    at: number;
    revision: number;
    invites: Invite[];
    words?: string | undefined;
    needed: number;
    lapsed: readonly string[];
    reference: string | undefined;
    newId: () => string;
    entryOf: (
      outcome: 'approved' | 'counted',
      details: Record<string, string | undefined>,
    ) => AuditEntry;
  },
): NewApproval {
  const { by, at, revision, invites, newId, reference } = yes;
  const { id, workspace, organization, requesterId, note, channel } = request;
  const batchId = newId();
  const isChanged =
    invites.length < request.invites.length ||
    invites.some(({ role }, at) => role.id !== request.invites[at]?.role.id);
  // After a change nobody's former approval counts.
  const lapsed = isChanged ? [] : yes.lapsed;
  return {
    by,
    at,
    revision,
    needed: yes.needed,
    lapsed,
    words: yes.words,
    ...(isChanged && { changed: invites }),
    batch: {
      id: batchId,
      submission: submissionKey(workspace, `request ${id}`),
      workspace,
      organization,
      inviterId: requesterId,
      surface: 'button',
      audience: { channel },
      note,
      reference,
      at,
    },
    invitations: invites.map(({ invitee, role }) => ({ id: newId(), invitee, role })),
    entries: {
      approval: (outcome) =>
        yes.entryOf(outcome, {
          people: `${invites.length}`,
          ...(lapsed.length > 0 && { lapsed: lapsed.join(' ') }),
          ...(isChanged && { before: rolesOf(request.invites), after: rolesOf(invites) }),
        }),
      batch: invites.map(({ invitee, role }) =>
        auditEntry({
          workspace: workspace.teamId,
          at,
          actor: requesterId,
          action: 'submit',
          subject: invitee.address,
          surface: 'button',
          outcome: 'stored',
          reference,
          details: { batch: batchId, organization: organization.id, role: role.name, request: id },
        }),
      ),
    },
  };
}

/** How many people get which role, for the record. */
const rolesOf = (invites: readonly Invite[]): string =>
  [...Map.groupBy(invites, ({ role }) => role.name)]
    .map(([name, { length }]) => `${name}: ${length}`)
    .join(', ');
