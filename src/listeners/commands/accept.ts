import { submissionKey } from '../../domain/invitation.ts';
import type { TypedCommand } from '../../usecases/ports/accepted-commands.ts';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Workspace } from '../workspace.ts';
import type { CommandRequest } from './piper-invite.ts';

/** A command that is carried out whether or not Slack still waits for an answer to it. */
export type StandingCommand = {
  deps: ListenerDeps;
  workspace: Workspace;
  command: Omit<TypedCommand, 'workspace'>;
};

/**
 * Stores a command before it is acknowledged: if the process dies, another one carries it out. It ends with its batch, or with
 * `conclude`. Throws, with nothing acknowledged, when it is not stored.
 */
export async function accept({ deps, workspace, command, ack }: CommandRequest): Promise<void> {
  const { triggerId: _, ...typed } = command;
  await deps.accepted.accept({ ...typed, workspace: workspace.ref });
  await ack();
}

/** Tells the person what came of an accepted command, which then ends. One that nobody could be told of is taken up again. */
export async function conclude(
  { deps, workspace, command }: StandingCommand,
  message: Message,
): Promise<void> {
  if (!(await workspace.messenger.tell(command, message))) return;
  await deps.accepted.forget(submissionKey(workspace.ref, command.submission));
}
