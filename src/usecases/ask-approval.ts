import type { Asking } from '../domain/asking.ts';
import { auditEntry } from '../domain/audit.ts';
import { submissionKey } from '../domain/invitation.ts';
import type { InviteRequest, NotAsked } from '../domain/request.ts';
import { err, type Result } from '../domain/result.ts';
import { DAY } from '../limits.ts';
import { requests as limits } from './limits.ts';
import type { Requests } from './ports/requests.ts';

/** What somebody asks for, whose invites have been prepared; `submission` is unique in its workspace. */
export type ApprovalRequest = Pick<
  InviteRequest,
  'workspace' | 'organization' | 'requesterId' | 'reason' | 'invites' | 'channel' | 'surface'
> & { submission: string; note?: string | undefined; reference?: string | undefined };

export type AskApproval = ReturnType<typeof createAskApproval>;

/**
 * Asks for approval: the request and its audit entries are stored before this resolves, and those who decide are told afterwards.
 * False when the same submission was stored before; an error when nothing was stored.
 */
export function createAskApproval(deps: {
  requests: Pick<Requests, 'ask' | 'deniedSince'>;
  /** Called when a request has been stored. */
  onAsked: (requestId: string) => void;
  newId: () => string;
  now: () => number;
}) {
  const { requests, onAsked, newId, now } = deps;
  return async (
    asked: ApprovalRequest,
    { expireAfterDays }: Pick<Asking, 'expireAfterDays'>,
  ): Promise<Result<boolean, NotAsked>> => {
    const { submission, note, reference, ...request } = asked;
    const { workspace, organization, requesterId, invites, surface } = request;
    const at = now();
    const addresses = await requests.deniedSince(
      organization.id,
      requesterId,
      invites.map(({ invitee }) => invitee.address),
      at - limits.askAgainAfter,
    );
    if (addresses.length > 0) return err({ kind: 'denied_lately', addresses });

    const id = newId();
    const lasts = expireAfterDays * DAY;
    const { earliest, latest } = limits.remindAfter;
    const stored = await requests.ask(
      {
        ...request,
        id,
        ...(note && { note }),
        ...(reference && { reference }),
        submission: submissionKey(workspace, submission),
        at,
        expiresAt: at + lasts,
        remindAt: at + Math.min(latest, Math.max(earliest, lasts / 2)),
      },
      invites.map(({ invitee, role }) =>
        auditEntry({
          workspace: workspace.teamId,
          at,
          actor: requesterId,
          action: 'ask',
          subject: invitee.address,
          surface,
          outcome: 'stored',
          reference,
          details: { request: id, organization: organization.id, role: role.name },
        }),
      ),
    );
    if (stored.ok && stored.value) onAsked(id);
    return stored;
  };
}
