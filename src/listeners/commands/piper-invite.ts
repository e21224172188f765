import type { webApi } from '@slack/bolt';
import type { ListenerDeps } from '../deps.ts';
import type { CommandArgs } from '../middleware/error-boundary.ts';
import type { OpenForm } from '../modals/open-modal.ts';
import { type CommandPayload, commandSchema } from '../payloads/command.ts';
import { type CommandIntent, parseCommandText } from '../payloads/command-text.ts';
import type { Workspace } from '../workspace.ts';

/** The command as it was typed. A subcommand must call `ack` within 3 s. */
export type CommandRequest = {
  deps: ListenerDeps;
  workspace: Workspace;
  client: webApi.WebClient;
  command: CommandPayload;
  ack: CommandArgs['ack'];
};

/** Handles one kind of intent. */
export type Subcommand<Kind extends CommandIntent['kind']> = (
  request: CommandRequest,
  intent: Extract<CommandIntent, { kind: Kind }>,
) => Promise<unknown>;

export type Subcommands = { [Kind in CommandIntent['kind']]: Subcommand<Kind> };

/** `/piper-invite`: runs the subcommand that its text asks for. */
export const piperInvite =
  (deps: ListenerDeps, subcommands: Subcommands) =>
  ({ body, ack, client, context }: CommandArgs): Promise<unknown> => {
    const command = commandSchema.parse(body);
    const workspace = deps.workspaceOf(context);
    const intent = parseCommandText(command.text);
    return run(subcommands, { deps, workspace, client, command, ack }, intent);
  };

const run = <Kind extends CommandIntent['kind']>(
  subcommands: Subcommands,
  request: CommandRequest,
  intent: Extract<CommandIntent, { kind: Kind }>,
): Promise<unknown> => (subcommands[intent.kind] as Subcommand<Kind>)(request, intent);

/** A subcommand that opens a form. */
export const opening =
  (open: OpenForm) =>
  async ({ deps, workspace, client, command, ack }: CommandRequest): Promise<void> => {
    await ack();
    return open(deps, workspace, client, command);
  };
