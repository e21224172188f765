import { z } from 'zod';
import type { Workspace } from '../../slack/workspaces.ts';
import type { ListenerDeps } from '../deps.ts';

const id = z.string().min(1);

/** A button about an order, which is its value: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export const batchButtonSchema = z
  .object({
    user: z.object({ id }),
    response_url: z.url().optional(),
    container: z.object({ is_ephemeral: z.boolean().optional() }).optional(),
    actions: z.array(z.object({ value: id })).min(1),
  })
  .transform(({ user, response_url, container, actions }) => ({
    userId: user.id,
    responseUrl: response_url,
    /** Whether only the person sees the message. */
    isPrivate: container?.is_ephemeral ?? false,
    batchId: actions[0]?.value ?? '',
  }));

/** The order that a button names, where it belongs to the workspace in which the button was pressed. */
export async function batchOf({ batches }: ListenerDeps, { ref }: Workspace, batchId: string) {
  const found = await batches.find(batchId);
  return found?.batch.workspace.teamId === ref.teamId ? found : undefined;
}
