import type { CommandEnds } from '../../usecases/accepted-commands.ts';
import { acceptedCommands as limits } from '../../usecases/limits.ts';
import { notFinishedMessage } from '../../views/not-finished.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import { parseCommandText } from '../payloads/command-text.ts';
import type { WorkspaceAt } from '../workspace.ts';
import { conclude, type StandingCommand } from './accept.ts';
import { inviteAtOnce } from './invite.ts';

/**
 * Finishes accepted commands that their process has left, as if they were typed now. `workspaceAt` gives a workspace without a
 * request from it; where there is none, since the app may be coming back, commands are left until they are too old.
 */
export const carryOut = (
  deps: ListenerDeps,
  workspaceAt: WorkspaceAt,
  guard: Guard<Inviter>,
): CommandEnds => ({
  carryOut: async (command) => {
    const workspace = await workspaceAt(command.workspace);
    if (!workspace) return;
    const standing: StandingCommand = { deps, workspace, command };
    const intent = parseCommandText(command.text);
    if (intent.kind !== 'invite') {
      throw new Error(`nothing accepts a command of the kind ${intent.kind}`);
    }
    const message = await inviteAtOnce(standing, intent, guard);
    if (message) await conclude(standing, message);
  },

  giveUp: async ({ workspace: ref, userId, at, id, typed }) => {
    const workspace = await workspaceAt(ref);
    const message = notFinishedMessage(typed?.text);
    const isTold = (await workspace?.messenger.tell({ userId }, message)) ?? false;
    if (isTold || at < deps.now() - limits.tellWithin) await deps.accepted.forget(id);
  },
});
