import { requests as text } from '../../text/index.ts';
import type { Decider, Opened } from '../../usecases/decide-request.ts';
import type { Connected } from '../../usecases/find-connection.ts';
import { rolesToApprove } from '../../usecases/roles-to-approve.ts';
import { currentReference } from '../../utils/request-reference.ts';
import { changeRequestModal } from '../../views/change-request-modal.ts';
import { denyModal } from '../../views/deny-modal.ts';
import { type Message, section, textMessage } from '../../views/message.ts';
import { messageModal, readOnlyModal } from '../../views/modal.ts';
import { decidedMessage, notDecidedMessage } from '../../views/request-answers.ts';
import { seeRequestModal } from '../../views/see-request-modal.ts';
import type { ListenerDeps } from '../deps.ts';
import type { Guard } from '../guards/guard.ts';
import type { ActionArgs } from '../middleware/error-boundary.ts';
import { openModal } from '../modals/open-modal.ts';
import { type RequestButton, requestButtonSchema } from '../payloads/buttons.ts';
import type { Workspace } from '../workspace.ts';
import type { AnswerPresser } from './answer-presser.ts';

/** The "Approve" button of a request. Who may decide is found out with the request itself. */
export const approveRequest =
  (deps: ListenerDeps, guard: Guard<Connected>, answer: AnswerPresser) =>
  async (args: ActionArgs): Promise<void> => {
    const pressed = requestButtonSchema.parse(args.body);
    await args.ack();
    const workspace = deps.workspaceOf(args.context);
    return answer(args, pressed, await approve(deps, workspace, guard, pressed));
  };

async function approve(
  deps: ListenerDeps,
  workspace: Workspace,
  guard: Guard<Connected>,
  pressed: RequestButton,
): Promise<Message> {
  const found = await guard(deps, workspace, pressed.userId);
  if (!found.ok) return found.error;
  const decided = await deps.decideRequest.approve(deciderOf(workspace, found.value, pressed), {
    revision: pressed.revision,
  });
  return decided.ok
    ? decidedMessage(decided.value)
    : notDecidedMessage(decided.error, currentReference());
}

/** The "Deny" button of a request opens a modal for the words to whoever asked. */
export const denyRequest = (deps: ListenerDeps, guard: Guard<Connected>) =>
  formAbout(deps, guard, text.denyTitlePlain, async ({ request }) => denyModal(request));

/** The "Change…" button of a request opens a form; sending it approves. */
export const changeRequest = (deps: ListenerDeps, guard: Guard<Connected>) =>
  formAbout(deps, guard, text.changeTitlePlain, async (opened, decider) =>
    changeRequestModal(opened.request, await rolesToApprove(deps.authorityOf, opened, decider)),
  );

/** The "See all" button of a request for more people than its message names. */
export const seeRequest = (deps: ListenerDeps, guard: Guard<Connected>) =>
  formAbout(deps, guard, text.seeAllTitlePlain, async ({ request }) => seeRequestModal(request));

/** Opens a form about an open request, for somebody who may decide about it. */
const formAbout =
  (
    deps: ListenerDeps,
    guard: Guard<Connected>,
    title: string,
    formOf: (opened: Opened, decider: Decider) => Promise<ReturnType<typeof denyModal>>,
  ) =>
  async ({ body, ack, client, context }: ActionArgs): Promise<void> => {
    const pressed = requestButtonSchema.parse(body);
    await ack();
    const workspace = deps.workspaceOf(context);
    await openModal(deps, workspace, client, pressed, {
      loading: readOnlyModal(title, [section(text.loading)]),
      load: async () => {
        const found = await guard(deps, workspace, pressed.userId);
        if (!found.ok) return messageModal(found.error, title);
        const decider = deciderOf(workspace, found.value, pressed);
        const open = await deps.decideRequest.open(decider);
        return open.ok
          ? formOf(open.value, decider)
          : messageModal(notDecidedMessage(open.error, currentReference()), title);
      },
    });
  };

/** The "Cancel" button of a request, for whoever asked. */
export const cancelRequest =
  (deps: ListenerDeps, answer: AnswerPresser) =>
  async (args: ActionArgs): Promise<void> => {
    const pressed = requestButtonSchema.parse(args.body);
    await args.ack();
    const workspace = deps.workspaceOf(args.context);
    const { userId: by, requestId } = pressed;
    const reference = currentReference();
    const cancelled = await deps.decideRequest.cancel({ workspace, requestId, by, reference });
    const message = cancelled.ok
      ? textMessage([text.pressed.cancelled])
      : notDecidedMessage(cancelled.error, reference);
    return answer(args, pressed, message);
  };

const deciderOf = (
  workspace: Workspace,
  connected: Connected,
  { requestId, userId: by }: RequestButton,
): Decider => ({ workspace, connected, requestId, by, reference: currentReference() });
