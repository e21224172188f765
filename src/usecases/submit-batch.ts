import { type AuditSurface, auditEntry } from '../domain/audit.ts';
import type { WorkspaceRef } from '../domain/connection.ts';
import type { Audience, Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';
import type { Batches, NewBatch } from './ports/batches.ts';

/** What somebody may ask for: it was authorized and prepared. */
export type BatchRequest = {
  /** Names what the person did, within the workspace, so that it counts once: a view's ID, a trigger's. */
  submission: string;
  workspace: WorkspaceRef;
  organization: Organization;
  inviterId: string;
  surface: AuditSurface;
  invitees: { invitee: Invitee; role: Role }[];
  audience: Audience;
  note?: string | undefined;
  /** Under which the operator finds it in the log. */
  reference?: string | undefined;
};

export type SubmitBatch = ReturnType<typeof createSubmitBatch>;

/**
 * Takes an order: what it asks for is stored before this resolves, with its entries in the record, and then sent without being
 * waited for. False where the same submission was taken before. Throws when nothing could be stored, and nothing will be sent.
 */
export function createSubmitBatch(deps: {
  batches: Pick<Batches, 'submit'>;
  /** Called once the batch is stored, so that it is sent now. */
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
      request.invitees.map(({ invitee, role }) => ({ id: newId(), invitee, role })),
      request.invitees.map(({ invitee, role }) =>
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
      onSubmitted(batch, { invitations: request.invitees.length, durationMs: now() - at });
    }
    return isSubmitted;
  };
}
