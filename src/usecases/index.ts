import type { Organization } from '../domain/organization.ts';
import { createCancelBatch } from './cancel-batch.ts';
import { createChangeRole } from './change-role.ts';
import { createConnectWorkspace } from './connect-workspace.ts';
import { createEndInstallation, type InstalledTokens } from './end-installation.ts';
import type { Audit } from './ports/audit.ts';
import type { Batches } from './ports/batches.ts';
import type { Connections } from './ports/connections.ts';
import type { InvitationQueries } from './ports/invitation-queries.ts';
import type { Invitations } from './ports/invitations.ts';
import type { PendingConnections } from './ports/pending-connections.ts';
import type { PiperTokens } from './ports/piper.ts';
import type { PreviewStore } from './ports/previews.ts';
import { createPreviewBatch } from './preview-batch.ts';
import { createSubmitBatch } from './submit-batch.ts';

type Storage = {
  audit: Pick<Audit, 'append'>;
  batches: Pick<Batches, 'submit'>;
  connections: Connections;
  invitationQueries: InvitationQueries;
  invitations: Pick<Invitations, 'cancel'>;
  pendingConnections: PendingConnections;
  previews: PreviewStore;
};

/** Creates the use cases with a factory, each with the ports that it needs. */
export function createUseCases(deps: {
  storage: Storage;
  piperTokens: PiperTokens;
  installedTokens: InstalledTokens;
  onSubmitted: Parameters<typeof createSubmitBatch>[0]['onSubmitted'];
  onCancelled: (batch: { id: string; organization: Organization }) => void;
  updateConfirmation: (batchId: string) => Promise<boolean>;
  newId: () => string;
  now: () => number;
}) {
  const { storage, piperTokens, installedTokens, updateConfirmation, newId, now } = deps;
  return {
    previewBatch: createPreviewBatch({ ...storage, now }),
    submitBatch: createSubmitBatch({ ...storage, onSubmitted: deps.onSubmitted, newId, now }),
    cancelBatch: createCancelBatch({ ...storage, onChange: deps.onCancelled, now }),
    changeRole: createChangeRole({ ...storage, updateConfirmation, now }),
    connectWorkspace: createConnectWorkspace({ ...storage, tokens: piperTokens, newId, now }),
    endInstallation: createEndInstallation({ ...storage, tokens: installedTokens }),
  };
}
