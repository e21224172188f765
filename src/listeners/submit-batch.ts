import type { Audience, Invitee } from '../domain/invitation.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { slack } from '../limits.ts';
import type { Workspace } from '../slack/workspaces.ts';
import type { Connected } from '../usecases/find-connection.ts';
import { currentReference } from '../utils/request-reference.ts';
import { withTimeout } from '../utils/with-timeout.ts';
import type { ListenerDeps } from './deps.ts';

/** Places an order for a workspace; false where the same submission was placed before. */
export async function place(
  { submitBatch }: ListenerDeps,
  { ref }: Workspace,
  connected: Connected,
  batch: {
    submission: string;
    surface: string;
    inviterId: string;
    invitees: { invitee: Invitee; role: Role }[];
    audience: Audience;
    note?: string | undefined;
  },
): Promise<boolean> {
  return submitBatch({
    ...batch,
    workspace: ref,
    organization: await organizationOf(connected),
    reference: currentReference(),
  });
}

/** A connection from the process's settings has no name of its own; Piper is asked, but not waited for. */
export async function organizationOf({ connection, piper }: Connected): Promise<Organization> {
  const { id, name } = connection.organization;
  if (name) return { id, name };
  const details = await withTimeout(piper.details(), slack.nameBeforeAnswer);
  return details?.ok ? details.value : { id, name: id };
}
