import { slack } from '../../limits.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import type { Message } from '../../views/message.ts';
import type { Guard } from '../guards/guard.ts';
import type { CommandRequest } from './piper-invite.ts';

/** A subcommand that answers privately: at once if it can, so that a button which runs it says what came of it. */
export const answering =
  <T, Intent>(
    guard: Guard<T>,
    answer: (request: CommandRequest, intent: Intent, found: T) => Promise<Message>,
  ) =>
  async (request: CommandRequest, intent: Intent): Promise<void> => {
    const { deps, workspace, command, ack } = request;
    const work = guard(deps, workspace, command.userId).then((found) =>
      found.ok ? answer(request, intent, found.value) : found.error,
    );
    const ready = await withTimeout(work, slack.lookupBeforeAnswer);
    await ack(ready);
    if (!ready) await workspace.messenger.tell(command, await work);
  };
