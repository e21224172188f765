import type { Result } from '../../domain/result.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Lets somebody through with what a listener works on, or says what they are told instead. `userId` is a Slack user ID. Named
 * beside each route in `listeners/index.ts`; the policy in `domain/` decides.
 */
export type Guard<T> = (
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
) => Promise<Result<T, Message>>;
