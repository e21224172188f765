import type { RunCommand } from '../commands/piper-invite.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { suggestionSchema } from '../payloads/suggestion.ts';

/** A button that runs a command as it was probably meant. Its message goes, or says what came of it. */
export const runSuggestion =
  (deps: ListenerDeps, run: RunCommand) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<unknown> => {
    const command = suggestionSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    return run({
      deps,
      workspace,
      client,
      command,
      ack: async (answer) => {
        await ack();
        const { messenger } = workspace;
        await (answer ? messenger.replace(command, answer) : messenger.dismiss(command));
      },
    });
  };
