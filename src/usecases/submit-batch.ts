import { auditEntry } from '../domain/audit.ts';
import { type Invite, submissionKey, type TooMany } from '../domain/invitation.ts';
import type { Result } from '../domain/result.ts';
import type { Quota } from '../domain/rule.ts';
import type { Batches, NewBatch } from './ports/batches.ts';

/**
 * A batch whose inviter has been authorized and whose invites have been prepared; `submission` is unique in its workspace. `quota`
 * is what the settings say, if they say anything.
 */
export type BatchRequest = Omit<NewBatch, 'id' | 'at'> & {
  invites: Invite[];
  quota: Quota | undefined;
};

export type SubmitBatch = ReturnType<typeof createSubmitBatch>;

/**
 * Submits a batch: its invitations and their audit entries are stored before this resolves, and sent afterwards. False when the
 * same submission was stored before; an error, with nothing stored, when it is too much for the inviter. Throws when
 * nothing was stored; then nothing will be sent.
 */
export function createSubmitBatch(deps: {
  batches: Pick<Batches, 'submit'>;
  /** Called when a batch has been stored and is ready to be sent; `durationMs` is how long storing took. */
  onSubmitted: (batch: NewBatch, stored: { invitations: number; durationMs: number }) => void;
  newId: () => string;
  now: () => number;
}) {
  const { batches, onSubmitted, newId, now } = deps;
  return async (request: BatchRequest): Promise<Result<boolean, TooMany>> => {
    const { invites, quota, ...rest } = request;
    const { workspace, organization, inviterId, surface, reference } = rest;
    const at = now();
    const id = newId();
    const submission = submissionKey(workspace, request.submission);
    const batch: NewBatch = { ...rest, id, submission, at };
    const submitted = await batches.submit(
      batch,
      invites.map(({ invitee, role }) => ({ id: newId(), invitee, role })),
      invites.map(({ invitee, role }) =>
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
      quota,
    );
    if (submitted.ok && submitted.value) {
      onSubmitted(batch, { invitations: invites.length, durationMs: now() - at });
    }
    return submitted;
  };
}
