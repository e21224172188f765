import type { Logger } from 'pino';
import type { InviteAdmins } from '../domain/policy.ts';
import type { WorkspaceOf } from '../slack/workspaces.ts';
import type { Authorize } from '../usecases/authorize.ts';
import type { CancelBatch } from '../usecases/cancel-batch.ts';
import type { ChangeRole } from '../usecases/change-role.ts';
import type { ConnectWorkspace } from '../usecases/connect-workspace.ts';
import type { EndInstallation } from '../usecases/end-installation.ts';
import type { KeepPreview } from '../usecases/keep-preview.ts';
import type { InvitationQueries } from '../usecases/ports/follow-ups.ts';
import type { Batches } from '../usecases/ports/storage.ts';
import type { SubmitBatch } from '../usecases/submit-batch.ts';

/** What the listeners are given by the composition root. */
export type ListenerDeps = {
  /** The workspace that a request comes from. */
  workspaceOf: WorkspaceOf;
  authorize: Authorize;
  inviteAdmins: InviteAdmins;
  submitBatch: SubmitBatch;
  batches: Pick<Batches, 'find'>;
  cancelBatch: CancelBatch;
  previews: KeepPreview;
  connectWorkspace: ConnectWorkspace;
  endInstallation: EndInstallation;
  changeRole: ChangeRole;
  invitationQueries: InvitationQueries;
  /** Changes an order's confirmation to what is known now. */
  updateConfirmation: (batchId: string) => Promise<boolean>;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
};
