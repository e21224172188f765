import type { Logger } from 'pino';
import type { PiperPagesOf } from '../domain/piper-pages.ts';
import type { AcceptCommands } from '../usecases/accepted-commands.ts';
import type { AskApproval } from '../usecases/ask-approval.ts';
import type { AuthorityOf, RememberedAuthority } from '../usecases/authority.ts';
import type { Authorize } from '../usecases/authorize.ts';
import type { CancelBatch } from '../usecases/cancel-batch.ts';
import type { ChangeRole } from '../usecases/change-role.ts';
import type { ChangeRules } from '../usecases/change-rules.ts';
import type { ConnectWorkspace } from '../usecases/connect-workspace.ts';
import type { DecideRequest } from '../usecases/decide-request.ts';
import type { EndInstallation } from '../usecases/end-installation.ts';
import type { ExportHistory } from '../usecases/export-history.ts';
import type { ExportRecord } from '../usecases/export-record.ts';
import type { LinkPeople } from '../usecases/link-people.ts';
import type { Batches } from '../usecases/ports/batches.ts';
import type { Connections } from '../usecases/ports/connections.ts';
import type { NoteMembers } from '../usecases/ports/follow-ups.ts';
import type { History } from '../usecases/ports/history.ts';
import type { InvitationQueries } from '../usecases/ports/invitation-queries.ts';
import type { PreviewStore } from '../usecases/ports/previews.ts';
import type { Requests } from '../usecases/ports/requests.ts';
import type { PreviewBatch } from '../usecases/preview-batch.ts';
import type { SubmitBatch } from '../usecases/submit-batch.ts';
import type { FindTokenRemedy } from '../usecases/token-remedy.ts';
import type { WorkspaceOf } from './workspace.ts';

/** What listeners need from the composition root. */
export type ListenerDeps = {
  /** The workspace that a request comes from. Its connection is read once per request. */
  workspaceOf: WorkspaceOf;
  piperPages: PiperPagesOf;
  authorize: Authorize;
  tokenRemedy: FindTokenRemedy;
  authorityOf: AuthorityOf;
  rememberedAuthority: RememberedAuthority;
  submitBatch: SubmitBatch;
  askApproval: AskApproval;
  decideRequest: DecideRequest;
  /** Keeps commands that are acknowledged before they are carried out. */
  accepted: Pick<AcceptCommands, 'accept' | 'forget'>;
  batches: Pick<Batches, 'find'>;
  requests: Pick<Requests, 'find' | 'open' | 'of'>;
  connections: Pick<Connections, 'takeRenewalAsk' | 'dropRenewalAsk'>;
  cancelBatch: CancelBatch;
  previewBatch: PreviewBatch;
  previews: Pick<PreviewStore, 'find'>;
  connectWorkspace: ConnectWorkspace;
  endInstallation: EndInstallation;
  changeRole: ChangeRole;
  changeRules: ChangeRules;
  linkPeople: LinkPeople;
  exportRecord: ExportRecord;
  exportHistory: ExportHistory;
  invitationQueries: InvitationQueries;
  history: History;
  noteMembers: NoteMembers;
  newId: () => string;
  /** Epoch milliseconds. */
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
};
