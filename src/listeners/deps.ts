import type { Logger } from 'pino';
import type { Operators } from '../domain/policy.ts';
import type { WorkspaceOf } from '../slack/workspaces.ts';
import type { Authorize } from '../usecases/authorize.ts';
import type { CancelOrder } from '../usecases/cancel-batch.ts';
import type { ChangeRole } from '../usecases/change-role.ts';
import type { ConnectWorkspace } from '../usecases/connect-workspace.ts';
import type { EndInstallation } from '../usecases/end-installation.ts';
import type { OrderDrafts } from '../usecases/keep-preview.ts';
import type { LookUps } from '../usecases/ports/follow-ups.ts';
import type { Orders } from '../usecases/ports/storage.ts';
import type { PlaceOrder } from '../usecases/submit-batch.ts';

/** What the listeners are given by the composition root. */
export type ListenerDeps = {
  /** The workspace that a request comes from. */
  workspaceOf: WorkspaceOf;
  authorize: Authorize;
  operators: Operators;
  placeOrder: PlaceOrder;
  orders: Pick<Orders, 'find'>;
  cancelOrder: CancelOrder;
  orderDrafts: OrderDrafts;
  connectWorkspace: ConnectWorkspace;
  endInstallation: EndInstallation;
  changeRole: ChangeRole;
  lookUps: LookUps;
  /** Changes an order's confirmation to what is known now. */
  retell: (orderId: string) => Promise<boolean>;
  wait: (milliseconds: number) => Promise<void>;
  log: Logger;
};
