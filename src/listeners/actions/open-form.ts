import type { webApi } from '@slack/bolt';
import type { Workspace } from '../../slack/workspaces.ts';
import type { ListenerDeps } from '../deps.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import type { Opener } from '../modals/open-modal.ts';
import { buttonSchema } from '../payloads/connection-forms.ts';

type OpenForm = (
  deps: ListenerDeps,
  workspace: Workspace,
  client: webApi.WebClient,
  opener: Opener,
) => Promise<void>;

/** A button was pressed that opens one of the forms. */
export const formButton =
  (deps: ListenerDeps, open: OpenForm) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const opener = buttonSchema.parse(body);
    await ack();
    return open(deps, deps.workspaceOf(context), client, opener);
  };
