import type { Result } from '../../domain/result.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Checks whether somebody (a Slack user ID) may use a route. Returns what the listener works on, or the message that the person
 * gets instead. Guards are assigned in `listeners/index.ts`; the decisions are made in `domain/policy.ts`.
 */
export type Guard<T> = (
  deps: ListenerDeps,
  workspace: Workspace,
  userId: string,
) => Promise<Result<T, Message>>;
