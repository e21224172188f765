import { type InviteAdmins, invitersOf } from '../../domain/policy.ts';
import { type OptionalFeature, optionalFeatureScopes } from '../../ids.ts';
import { slack } from '../../limits.ts';
import type { ConnectionState } from '../../usecases/find-connection.ts';
import { withTimeout } from '../../utils/with-timeout.ts';
import { helpMessage } from '../../views/help.ts';
import type { CommandRequest } from './piper-invite.ts';

/** `/piper-invite help`, and the answer to text that was not understood. */
export async function help(
  { workspace, ack }: CommandRequest,
  intent: { words?: readonly string[] },
): Promise<void> {
  const state = await withTimeout(workspace.find(), slack.lookupBeforeAnswer);
  const message = helpMessage({
    inviters: invitersIn(state, workspace.inviteAdmins),
    missing: (Object.keys(optionalFeatureScopes) as OptionalFeature[]).filter(
      (feature) => !workspace.optionalFeatures.includes(feature),
    ),
    ...(intent.words && { notUnderstood: intent.words }),
  });
  return ack(message);
}

function invitersIn(state: ConnectionState | undefined, inviteAdmins: InviteAdmins) {
  switch (state?.kind) {
    case 'connected':
      return invitersOf(state.connection.settings, inviteAdmins);
    case 'none':
      return 'not_connected';
    default:
      return 'unknown';
  }
}
