import type { webApi } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { PiperFailure } from '../domain/failures.ts';
import type { Organization, Role } from '../domain/organization.ts';
import { commands } from '../ids.ts';
import { currentReference } from '../reference.ts';
import { slackErrorWord } from '../slack/client.ts';
import { form, trouble } from '../text.ts';
import { inviteModal, loadingModal, messageModal, type Prefill } from '../views/invite-modal.ts';
import { sentences } from '../views/message.ts';
import { refusalMessage } from '../views/refusal.ts';
import type { ListenerDeps } from './deps.ts';
import type { CommandPayload } from './payloads.ts';

/**
 * Opens the form. Nothing comes before the call that spends the trigger, which lives 3 s; what has to be asked for is filled
 * in afterwards: https://docs.slack.dev/reference/methods/views.open
 */
export async function openInviteForm(
  deps: ListenerDeps,
  client: webApi.WebClient,
  command: CommandPayload,
  prefill: Prefill,
): Promise<void> {
  const { piper, inviterPolicy, inviters, messenger, log } = deps;

  const authorized = inviterPolicy.remembered(command.userId);
  const known = piper.remembered();
  let ready: ModalView | undefined;
  if (authorized?.allowed === false) {
    ready = messageModal(refusalMessage(authorized.reason, inviters));
  } else if (authorized && known) {
    ready = formFor(known, command, prefill);
  }

  let opened: webApi.ViewsOpenResponse;
  try {
    opened = await client.views.open({
      trigger_id: command.triggerId,
      view: ready ?? loadingModal(),
    });
  } catch (error) {
    log.error({ err: error, reason: slackErrorWord(error) }, 'the form could not be opened');
    const message = sentences([trouble.formTooLate(commands.invite)], currentReference());
    return messenger.tell(command, message);
  }
  if (!ready) await updateModal(deps, client, opened, await askForForm(deps, command, prefill));

  // Read while the form is being filled in, so that sending it has less to wait for.
  if (authorized?.allowed !== false) await piper.members();
}

async function askForForm(
  { piper, inviterPolicy, inviters, log }: ListenerDeps,
  command: CommandPayload,
  prefill: Prefill,
): Promise<ModalView> {
  const failed = (failure: PiperFailure) => {
    log.error({ failure }, 'the form has no roles to show');
    return messageModal(sentences([trouble.noForm(failure)], currentReference()));
  };
  const [authorized, organization, roles] = await Promise.all([
    inviterPolicy.ask(command.userId),
    piper.details(),
    piper.roles(),
  ]);
  if (!authorized.allowed) return messageModal(refusalMessage(authorized.reason, inviters));
  if (!organization.ok) return failed(organization.error);
  if (!roles.ok) return failed(roles.error);
  return formFor({ organization: organization.value, roles: roles.value }, command, prefill);
}

function formFor(
  known: { organization: Organization; roles: Role[] },
  { channel }: CommandPayload,
  prefill: Prefill,
): ModalView {
  return known.roles.length > 0
    ? inviteModal({ ...known, prefill, channel })
    : messageModal(sentences([form.noRoles(known.organization.name)]));
}

async function updateModal(
  { log }: ListenerDeps,
  client: webApi.WebClient,
  opened: webApi.ViewsOpenResponse,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.update({
      view_id: opened.view?.id ?? '',
      ...(opened.view?.hash && { hash: opened.view.hash }),
      view,
    });
  } catch (error) {
    // The person has closed the modal meanwhile.
    if (slackErrorWord(error) !== 'not_found') throw error;
    log.info('the form was closed before it was ready');
  }
}
