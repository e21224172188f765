import type { webApi } from '@slack/bolt';
import type { Message } from '../../views/message.ts';
import type { ListenerDeps } from '../deps.ts';
import type { CommandArgs } from '../middleware/error-boundary.ts';
import type { OpenForm } from '../modals/open-modal.ts';
import { type CommandPayload, parseCommand } from '../payloads/command.ts';
import { type CommandIntent, parseCommandText } from '../payloads/command-text.ts';
import type { Workspace } from '../workspace.ts';

/** The command as it was typed, or suggested. A subcommand must call `ack` within 3 s, perhaps with a private answer. */
export type CommandRequest = {
  deps: ListenerDeps;
  workspace: Workspace;
  client: webApi.WebClient;
  command: CommandPayload;
  ack: (answer?: Message) => Promise<void>;
};

/** Handles one kind of intent. */
export type Subcommand<Kind extends CommandIntent['kind']> = (
  request: CommandRequest,
  intent: Extract<CommandIntent, { kind: Kind }>,
) => Promise<unknown>;

export type Subcommands = { [Kind in CommandIntent['kind']]: Subcommand<Kind> };

/** Runs the subcommand that a command's text asks for. */
export type RunCommand = (request: CommandRequest) => Promise<unknown>;

export const runCommand =
  (subcommands: Subcommands): RunCommand =>
  (request) =>
    run(subcommands, request, parseCommandText(request.command.text));

const run = <Kind extends CommandIntent['kind']>(
  subcommands: Subcommands,
  request: CommandRequest,
  intent: Extract<CommandIntent, { kind: Kind }>,
): Promise<unknown> => (subcommands[intent.kind] as Subcommand<Kind>)(request, intent);

/** `/piper-invite` */
export const piperInvite =
  (deps: ListenerDeps, run: RunCommand) =>
  ({ body, ack, client, context }: CommandArgs): Promise<unknown> =>
    run({
      deps,
      workspace: deps.workspaceOf(context),
      client,
      command: parseCommand(body),
      ack: (answer) => (answer ? ack({ response_type: 'ephemeral', ...answer }) : ack()),
    });

/** A subcommand that opens a form. */
export const opening =
  (open: OpenForm) =>
  async ({ deps, workspace, client, command, ack }: CommandRequest): Promise<void> => {
    await ack();
    return open(deps, workspace, client, command);
  };
