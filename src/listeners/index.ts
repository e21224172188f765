import type { App } from '@slack/bolt';
import { commands, fields, views } from '../ids.ts';
import type { BotIdentity } from '../slack/bot-identity.ts';
import { piperInvite } from './commands/piper-invite.ts';
import type { ListenerDeps } from './deps.ts';
import type { ErrorBoundary } from './errors.ts';
import { onlyFrom } from './only-from.ts';
import { roleOptions } from './options/role.ts';
import type { Requests } from './requests.ts';
import { inviteSubmission } from './view-submissions/invite.ts';

/** Everything that Slack can ask of the product. Who may do what is asked in each listener, by the policy. */
export function registerListeners(
  bolt: App,
  deps: ListenerDeps,
  guards: {
    requests: Requests;
    boundary: ErrorBoundary;
    workspace: () => BotIdentity | undefined;
  },
): void {
  const { requests, boundary, workspace } = guards;

  bolt.use(requests.track);
  bolt.use(onlyFrom(workspace));

  bolt.command(commands.invite, boundary.command(piperInvite(deps)));
  bolt.view(views.invite, boundary.submission(inviteSubmission(deps)));
  bolt.options(fields.role, boundary.options(roleOptions(deps)));
}
