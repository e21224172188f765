import type { SlackActionResult } from '../../contract.ts';
import { clientErrors, impossible } from '../client-checks.ts';
import { asList, asText, type Fields, isFields } from '../json.ts';
import type { Modal } from '../modals.ts';
import { fieldsOf, filledIn, wholeState } from '../state.ts';
import { pushView, updateView } from '../views.ts';
import type { World } from '../world.ts';
import {
  deliverInteraction,
  done,
  failed,
  interaction,
  modalTrouble,
  payloadUser,
} from './common.ts';

/**
 * Presses the modal's submit button.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission
 */
export async function submit(
  world: World,
  as: string,
  viewId: string,
  given: Record<string, Record<string, unknown>>,
): Promise<SlackActionResult> {
  const modal = world.modals.top(as, viewId);
  if (!modal) return failed('that modal is not on top');
  const { blocks } = modal.view;
  if (!modal.view.submit) return failed('that modal has no submit button');
  const mistake = impossible(blocks, given);
  if (mistake) return failed(mistake);

  const values = wholeState(blocks, world.files.upload(as, given), modal.channel);
  modal.errors = clientErrors(blocks, values);
  if (Object.keys(modal.errors).length > 0) return done(0);

  modal.view = { ...modal.view, state: { values } };
  const submission = send(world, modal);
  modal.submission = submission;
  try {
    return await submission;
  } finally {
    delete modal.submission;
  }
}

async function send(world: World, modal: Modal): Promise<SlackActionResult> {
  const { user, channel, view } = modal;
  const trigger = { user, viewId: view.id, ...(channel ? { channel } : {}) };
  const delivery = await deliverInteraction(world, {
    ...interaction(world, 'view_submission', payloadUser(world, user)),
    trigger_id: world.triggers.create(trigger),
    view,
    response_urls: responseUrls(world, modal),
  });
  if (!delivery.ok) return modalTrouble(delivery.error);
  const trouble = await follow(world, modal, delivery);
  return trouble ? modalTrouble(trouble) : done(delivery.took);
}

/** https://docs.slack.dev/surfaces/modals#modal_response_url */
function responseUrls(world: World, { user, view }: Modal): Fields[] {
  return fieldsOf(view.blocks)
    .filter(({ block, element }) => block.type === 'input' && element.response_url_enabled)
    .flatMap((field) => {
      const channel = asText(filledIn(field, view.state.values));
      if (!channel) return [];
      return {
        block_id: field.blockId,
        action_id: field.actionId,
        channel_id: channel,
        response_url: world.responseUrls.create('app', { channel, user }),
      };
    });
}

/** Does what the bot answered; what was wrong with it if Slack cannot. https://docs.slack.dev/surfaces/modals#updating_response */
async function follow(
  world: World,
  modal: Modal,
  answer: { text: string; json: unknown },
): Promise<string | undefined> {
  // While the bot thought it over it may have changed or closed the modal itself.
  const current = world.modals.find(modal.view.id);
  if (answer.text.trim() === '') {
    if (current) world.modals.close(current);
    return undefined;
  }
  const { response_action, errors, view } = isFields(answer.json) ? answer.json : ({} as Fields);
  switch (response_action) {
    case 'clear':
      world.modals.clear(modal.user);
      return undefined;
    case 'errors':
      return showErrors(modal, errors);
    case 'update':
      return problem(current && (await updateView(world, current, view, '')));
    case 'push':
      return problem(current && (await pushView(world, current, view)));
    default:
      return 'the answer is neither empty nor a known response_action';
  }
}

function showErrors(modal: Modal, errors: unknown): string | undefined {
  if (!isFields(errors) || Object.keys(errors).length === 0) return 'errors without errors';
  const inputs = asList(modal.view.blocks)
    .filter(isFields)
    .filter((block) => block.type === 'input')
    .map((block) => block.block_id);
  for (const [blockId, words] of Object.entries(errors)) {
    if (!inputs.includes(blockId)) return `errors for "${blockId}", which is no input`;
    if (typeof words !== 'string' || words === '') return `errors without words for "${blockId}"`;
  }
  modal.errors = errors as Record<string, string>;
  return undefined;
}

function problem(answer: Awaited<ReturnType<typeof updateView>> | undefined): string | undefined {
  if (!answer) return 'the modal is closed';
  if (answer.ok) return undefined;
  const metadata = answer.response_metadata;
  const messages = isFields(metadata) ? asList(metadata.messages) : [];
  return [answer.error, ...messages].join(' ');
}
