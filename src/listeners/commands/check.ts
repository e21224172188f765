import { checkInvites } from '../../usecases/check-invites.ts';
import { inviteCheck as limits } from '../../usecases/limits.ts';
import { remedyAfter } from '../../usecases/token-remedy.ts';
import { currentReference } from '../../utils/request-reference.ts';
import {
  checkMessage,
  checkNobodyMessage,
  checkProblemMessage,
  checkTooManyMessage,
} from '../../views/check.ts';
import type { Message } from '../../views/message.ts';
import type { ConnectedFor } from '../guards/connected-for.ts';
import type { Guard } from '../guards/guard.ts';
import type { CommandIntent } from '../payloads/command-text.ts';
import { answering } from './answering.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

type CheckIntent = Extract<CommandIntent, { kind: 'check' }>;

/** `/piper-invite check WHO as ROLE`, of one's own invites or of somebody else's: what would become of them, and why. */
export const check =
  (guards: { own: Guard<ConnectedFor>; others: Guard<ConnectedFor> }): Subcommand<'check'> =>
  (request, intent) => {
    const { by = request.command.userId } = intent;
    const guard = by === request.command.userId ? guards.own : guards.others;
    return answering(guard, checkFor)(request, intent);
  };

async function checkFor(
  { deps, workspace, command }: CommandRequest,
  { by: named, people, leftovers, role }: CheckIntent,
  connected: ConnectedFor,
): Promise<Message> {
  if (people.length === 0) return checkNobodyMessage(leftovers);
  if (people.length > limits.people) return checkTooManyMessage(people.length, limits.people);
  const { authorize, authorityOf } = deps;
  const { userId } = command;
  const { connection, mayConnect } = connected;
  const by = named ?? userId;
  const toInvite = await authorize.toInvite(workspace, userId, connection.settings);
  const checked = await checkInvites(
    { workspace, connected, authorityOf, seesMembers: toInvite.allowed || mayConnect },
    { userId: by, people, ...(role !== undefined && { role }) },
  );
  if (!checked.ok) {
    const { error } = checked;
    if (error.kind === 'unreadable')
      deps.log.warn({ failure: error.failure }, 'nothing was checked');
    const failure = error.kind === 'unreadable' ? error.failure : undefined;
    const token = await remedyAfter(failure, workspace, userId, connected);
    return checkProblemMessage(error, { by: named, people }, currentReference(), token);
  }
  const isReader = by === userId;
  const { holdsToken, own } = checked.value;
  const failure = own.kind === 'unread' ? own.failure : undefined;
  const token = await remedyAfter(failure, workspace, userId, connected);
  const isMentionAlone = named === undefined && people.every(({ kind }) => kind === 'mention');
  return checkMessage(
    checked.value,
    { by, isReader, connection, namesRules: mayConnect, holdsToken, token },
    { leftovers, mayBeAboutOthers: mayConnect && isMentionAlone },
  );
}
