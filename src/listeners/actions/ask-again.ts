import type { Audience, Invite } from '../../domain/invitation.ts';
import { isWorthRetrying } from '../../domain/invitation.ts';
import { preview, requests as text } from '../../text/index.ts';
import { prepareAgain } from '../../usecases/prepare-again.ts';
import { textMessage } from '../../views/message.ts';
import { messageModal } from '../../views/modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { Inviter } from '../guards/require-inviter.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { openModal } from '../modals/open-modal.ts';
import { showPreview } from '../modals/show-preview.ts';
import { type AskAgainButton, askAgainSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';

/** What was to be done before. */
type Former = { invites: Invite[]; audience: Audience; note?: string | undefined; reason?: string };

/** The buttons "Ask again" and "Ask for approval" open a preview of the same as things stand now, for whoever wanted it before. */
export const askAgain =
  (deps: ListenerDeps, guard: Guard<Inviter>) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const pressed = askAgainSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    const title = text.askTitlePlain;
    await openModal(deps, workspace, client, pressed, {
      loading: messageModal(textMessage([preview.waiting]), title),
      load: async () => {
        const { userId } = pressed;
        const [found, former] = await Promise.all([
          guard(deps, workspace, userId),
          formerOf(deps, workspace, pressed),
        ]);
        if (!found.ok) return messageModal(found.error, title);
        const connected = found.value;
        if (former?.organizationId !== connected.connection.organization.id) {
          return messageModal(textMessage([text.goneToAsk]), title);
        }
        const authority = () => connected.authority('new');
        return showPreview(deps, workspace, connected, {
          ...former,
          id: deps.newId(),
          userId,
          invites: await prepareAgain({ connected, authority }, former.invites),
          groups: [],
          repeated: 0,
          isAlone: !pressed.isInModal,
        });
      },
    });
  };

/** Undefined where it is not there any more, or somebody else's. */
async function formerOf(
  deps: ListenerDeps,
  { ref }: Workspace,
  { kind, id, userId, reason: typed }: AskAgainButton,
): Promise<(Former & { organizationId: string }) | undefined> {
  switch (kind) {
    case 'request': {
      const request = await deps.requests.find(id, ref);
      if (request?.requesterId !== userId) return undefined;
      const { invites, channel, note, reason, organization } = request;
      return { invites, audience: { channel }, note, reason, organizationId: organization.id };
    }
    case 'batch': {
      const found = await deps.batches.find(id, ref);
      if (found?.batch.inviterId !== userId) return undefined;
      const { batch, report } = found;
      const { audience, note, organization } = batch;
      const failed = report.entries.filter(({ state }) => isWorthRetrying(state));
      const invites = failed.map(({ invitee, role }) => ({ invitee, role }));
      const { channel } = audience;
      return { invites, audience: { channel }, note, organizationId: organization.id };
    }
    case 'preview': {
      const found = await deps.previews.find(id, { teamId: ref.teamId, userId }, deps.now());
      if (!found) return undefined;
      const { invitations, approvals, audience, note, organizationId } = found;
      return {
        invites: [...invitations, ...approvals],
        audience,
        note,
        reason: typed,
        organizationId,
      };
    }
  }
}
