import type { Connected } from '../../usecases/find-connection.ts';
import type { LinkRequest } from '../../usecases/link-people.ts';
import { currentReference } from '../../utils/request-reference.ts';
import {
  askedForLinkMessage,
  linkAskedMessage,
  linkedMessage,
  linkedNotice,
  linkProblemMessage,
  shownLinkMessage,
  unlinkedMessage,
} from '../../views/link-messages.ts';
import type { Guard } from '../guards/guard.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import { answering } from './answering.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

type LinkIntent<Kind extends CommandIntent['kind']> = Extract<CommandIntent, { kind: Kind }>;

/** `/piper-invite link WHO ADDRESS`: links somebody to a member, and tells them so. */
export const link = (guard: Guard<Connected>): Subcommand<'link'> =>
  answering(guard, async ({ deps, workspace, command }, intent: LinkIntent<'link'>, connected) => {
    const { userId, address } = intent;
    const request = requestOf({ workspace, command }, connected, userId);
    const linked = await deps.linkPeople.link(request, address);
    const { connection } = connected;
    if (!linked.ok) {
      const { error } = linked;
      if (error.kind === 'unread') deps.log.warn({ failure: error.failure }, 'nobody was linked');
      return linkProblemMessage(connection, { userId, address }, error, currentReference());
    }
    const { organization } = connection;
    const who = { userId, address, by: command.userId };
    await workspace.messenger.tell({ userId }, linkedNotice(organization, who));
    return linkedMessage(organization, who, linked.value);
  });

/** `/piper-invite link WHO`: who somebody is in Piper. */
export const showLink = (guard: Guard<Connected>): Subcommand<'show_link'> =>
  answering(guard, async ({ deps, workspace }, { userId }: LinkIntent<'show_link'>, connected) => {
    const { connection } = connected;
    const shown = await deps.linkPeople.show({ workspace, connected, userId });
    return shown.ok
      ? shownLinkMessage(connection.organization, userId, shown.value)
      : linkProblemMessage(connection, { userId }, shown.error, currentReference());
  });

/** `/piper-invite unlink WHO` */
export const unlink = (guard: Guard<Connected>): Subcommand<'unlink'> =>
  answering(
    guard,
    async ({ deps, workspace, command }, intent: LinkIntent<'unlink'>, connected) => {
      const { userId } = intent;
      const wasLinked = await deps.linkPeople.unlink(
        requestOf({ workspace, command }, connected, userId),
      );
      return unlinkedMessage(connected.connection.organization, userId, wasLinked);
    },
  );

/** `/piper-invite link ADDRESS`: asks whoever connected the workspace to link the person to that member. */
export const askForLink = (guard: Guard<Connected>): Subcommand<'ask_for_link'> =>
  answering(guard, async (request, { address }: LinkIntent<'ask_for_link'>, connected) => {
    const { deps, workspace, command } = request;
    const { userId } = command;
    const { connection, isFixed } = connected;
    const { connectedBy, organization } = connection;
    if (isFixed) return askedForLinkMessage(connection, address, 'nobody_to_ask');
    if (connectedBy === userId) return askedForLinkMessage(connection, address, 'connector');
    const question = linkAskedMessage(organization, { userId, address });
    const outcome = await deps.linkPeople.ask({ connected, userId }, () =>
      workspace.messenger.tell({ userId: connectedBy }, question),
    );
    return askedForLinkMessage(connection, address, outcome);
  });

const requestOf = (
  { workspace, command }: Pick<CommandRequest, 'workspace' | 'command'>,
  connected: Connected,
  userId: string,
): LinkRequest => ({
  workspace,
  connected,
  userId,
  by: command.userId,
  surface: 'command',
  reference: currentReference(),
});
