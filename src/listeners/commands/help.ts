import type { PiperPages } from '../../domain/piper-pages.ts';
import { invitersOf, mayInviteOrAsk, reachOf } from '../../domain/policy.ts';
import { ok } from '../../domain/result.ts';
import { missingFeatures } from '../../ids.ts';
import { slack } from '../../limits.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import {
  type Abilities,
  type Helped,
  helpMessage,
  impossibleMessage,
  incompleteMessage,
  notUnderstoodMessage,
} from '../../views/help.ts';
import type { Guard } from '../guards/guard.ts';
import { helperFor } from '../guards/require-connection.ts';
import type { Workspace } from '../workspace.ts';
import { answering } from './answering.ts';
import type { CommandRequest, Subcommand } from './piper-invite.ts';

/** `/piper-invite help`: what the person can do. */
export const help: Subcommand<'help'> = async (request) => {
  const { workspace, ack } = request;
  const looking = whoIsHelped({ ...request, workspace: asRemembered(workspace) });
  const helped = await withTimeout(looking, slack.lookupBeforeAnswer);
  const missing = missingFeatures(workspace.optionalFeatures);
  return ack(helpMessage(helped ?? { kind: 'unknown' }, missing));
};

/** The answer to text that is no command. */
export const notUnderstood: Subcommand<'not_understood'> = ({ ack }, { words }) =>
  ack(notUnderstoodMessage(words));

export const incomplete: Subcommand<'incomplete'> = ({ ack }, { of, words }) =>
  ack(incompleteMessage(of, words));

export const impossible =
  (guard: Guard<Connected>): Subcommand<'impossible'> =>
  (request, intent) =>
    answering(pagesFor(guard), async (_, { what }: typeof intent, pages) =>
      impossibleMessage(what, pages),
    )(request, intent);

/** Piper's pages for whoever passes the guard, and none for others, who are let through, too. */
const pagesFor =
  (guard: Guard<Connected>): Guard<PiperPages | undefined> =>
  async (...request) => {
    const [deps] = request;
    const found = await guard(...request);
    return ok(found.ok ? deps.piperPages(found.value.connection.organization.id) : undefined);
  };

/** Nothing is done here, so what Slack said of a person within the last minute will do. */
const asRemembered = ({ people, ...workspace }: Workspace): Workspace => ({
  ...workspace,
  people: { ...people, findAnew: people.find },
});

async function whoIsHelped(request: CommandRequest): Promise<Helped> {
  const { deps, workspace, command } = request;
  const state = await workspace.find();
  switch (state.kind) {
    case 'connected':
      return {
        kind: 'connected',
        organization: state.connection.organization.name,
        helper: helperFor(command.userId, state),
        inviters: invitersOf(state.connection.settings, workspace.inviteAdmins),
        pages: deps.piperPages(state.connection.organization.id),
        abilities: await abilitiesOf(request, state),
      };
    case 'none': {
      const toConnect = await deps.authorize.toConnect(workspace, command.userId);
      return { kind: 'not_connected', connects: toConnect.allowed };
    }
    case 'unreadable':
      return { kind: 'unknown' };
  }
}

async function abilitiesOf(
  { deps: { authorize }, workspace, command: { userId } }: CommandRequest,
  { connection, isFixed }: Connected,
): Promise<Abilities> {
  const { settings } = connection;
  const [toInvite, toConnect, toChangeRoles] = await Promise.all([
    authorize.toInvite(workspace, userId, settings),
    authorize.toConnect(workspace, userId, reachOf(connection)),
    authorize.toChangeRoles(workspace, userId, connection),
  ]);
  const orAsk = mayInviteOrAsk(toInvite, settings);
  return {
    toInvite: orAsk.allowed ? (toInvite.allowed ? 'at_once' : 'asking') : { denied: orAsk.reason },
    changesRoles: toChangeRoles.allowed,
    connects: toConnect.allowed,
    isFixed,
    isAskable: settings.asking !== undefined,
  };
}
