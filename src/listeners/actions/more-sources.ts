import { isSource } from '../../ids.ts';
import { withSources } from '../../views/invite-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { updateModal } from '../modals/update-modal.ts';
import { openFormButtonSchema } from '../payloads/invite-form.ts';

/**
 * The button of the form for user groups, channels and a file. The other blocks go back as they came, so Slack keeps what is
 * filled in: https://docs.slack.dev/surfaces/modals#preserving_input
 */
export const moreSources =
  (deps: ListenerDeps) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const { viewId, form } = openFormButtonSchema.parse(body);
    await ack();
    const { optionalFeatures } = deps.workspaceOf(context);
    const view = withSources(form, optionalFeatures.filter(isSource));
    await updateModal(deps, client, { view_id: viewId }, view);
  };
