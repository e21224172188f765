import type { Connected } from '../../usecases/find-connection.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { recordAnswer, recordNotGranted } from '../../views/record-messages.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Homes } from '../home/homes.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { actedSchema } from '../payloads/home.ts';
import type { Workspace } from '../workspace.ts';

/** The button that has the record sent to whoever pressed it; their Home says what comes of it. */
export const exportRecord =
  (deps: ListenerDeps, homes: Homes, guard: Guard<Connected>) =>
  async ({ body, ack, context }: ActionArgs): Promise<void> => {
    const { userId, home } = actedSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const found = await guard(deps, workspace, userId);
    const message = found.ok ? await begin(workspace, found.value) : found.error;
    await homes.changed(context, userId, home, message);

    async function begin({ ref, optionalFeatures }: Workspace, connected: Connected) {
      if (!optionalFeatures.includes('results')) return recordNotGranted(ref.teamId);
      const answer = await deps.exportRecord({
        workspace: ref,
        connected,
        by: userId,
        mayStill: async () => (await guard(deps, deps.workspaceOf(context), userId)).ok,
        reference: currentReference(),
      });
      return recordAnswer(answer);
    }
  };
