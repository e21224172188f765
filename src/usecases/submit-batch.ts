import { type AuditSurface, auditEntry } from '../domain/audit.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Audience, Invite } from '../domain/invitation.ts';
import type { Organization } from '../domain/organization.ts';
import type { Batches, NewBatch } from './ports/batches.ts';

/** A batch whose inviter has been authorized and whose invites have been prepared. */
export type BatchRequest = {
  /** Identifies what the person did within the workspace, such as a view or trigger ID, so that it counts only once. */
  submission: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  surface: AuditSurface;
  invites: Invite[];
  audience: Audience;
  note?: string | undefined;
  /** Identifies the request in the log. */
  reference?: string | undefined;
};

export type SubmitBatch = ReturnType<typeof createSubmitBatch>;

/**
 * Submits a batch: its invitations and their audit entries are stored before this resolves, and sent afterwards. False when the
 * same submission was stored before. Throws when nothing was stored; then nothing will be sent.
 */
export function createSubmitBatch(deps: {
  batches: Pick<Batches, 'submit'>;
  /** Called when a batch has been stored and is ready to be sent; `durationMs` is how long storing took. */
  onSubmitted: (batch: NewBatch, stored: { invitations: number; durationMs: number }) => void;
  newId: () => string;
  now: () => number;
}) {
  const { batches, onSubmitted, newId, now } = deps;
  return async (request: BatchRequest): Promise<boolean> => {
    const { submission, workspace, organization, inviterId, surface, reference, note } = request;
    const at = now();
    const id = newId();
    const batch: NewBatch = {
      id,
      submission: `${workspace.teamId} ${submission}`,
      workspace,
      organization,
      inviterId,
      surface,
      audience: request.audience,
      at,
      ...(note && { note }),
      ...(reference && { reference }),
    };
    const isSubmitted = await batches.submit(
      batch,
      request.invites.map(({ invitee, role }) => ({ id: newId(), invitee, role })),
      request.invites.map(({ invitee, role }) =>
        auditEntry({
          workspace: workspace.teamId,
          at,
          actor: inviterId,
          action: 'submit',
          subject: invitee.address,
          surface,
          outcome: 'stored',
          reference,
          details: { batch: id, organization: organization.id, role: role.name },
        }),
      ),
    );
    if (isSubmitted) {
      onSubmitted(batch, { invitations: request.invites.length, durationMs: now() - at });
    }
    return isSubmitted;
  };
}
