import { completed } from './block-kit/completed.ts';
import { viewErrors } from './block-kit.ts';
import type { Answer } from './emulate.ts';
import { asText, type Fields, isFields } from './json.ts';
import { type AnsweredView, isView, type Modal } from './modals.ts';
import { refuse } from './refusal.ts';
import { keptState, type Values } from './state.ts';
import type { Trigger } from './triggers.ts';
import type { World } from './world.ts';

const maxStack = 3;
const maxBytes = 250_000;

/** Opens a modal for the person of a trigger. https://docs.slack.dev/reference/methods/views.open */
export async function openView(world: World, trigger: Trigger, view: unknown): Promise<Answer> {
  const created = await create(world, trigger, view, undefined);
  if ('modal' in created) world.modals.start(created.modal);
  return created.answer;
}

/** Puts a modal on top of `parent`. https://docs.slack.dev/reference/methods/views.push */
export async function pushView(world: World, parent: Modal, view: unknown): Promise<Answer> {
  if (world.modals.stack(parent.user).length >= maxStack) return refuse('push_limit_reached');
  const trigger = {
    user: parent.user,
    ...(parent.channel === undefined ? {} : { channel: parent.channel }),
  };
  const created = await create(world, trigger, view, parent);
  if ('modal' in created) world.modals.push(created.modal);
  return created.answer;
}

/** Changes an open modal. https://docs.slack.dev/reference/methods/views.update */
export async function updateView(
  world: World,
  modal: Modal,
  view: unknown,
  hash: string,
): Promise<Answer> {
  const refusal = viewRefusal(world, view, modal);
  if (refusal) return refusal;
  const answer = await world.emulate.call('views.update', {
    view_id: modal.view.id,
    ...(hash ? { hash } : {}),
    view: forEmulate(view),
  });
  if (!isView(answer.view)) return answer;
  const { root_view_id, previous_view_id, state } = modal.view;
  modal.view = asSlackHasIt(world, answer.view, view, {
    root_view_id,
    previous_view_id,
    state: { values: keptState(answer.view.blocks, state.values) },
  });
  modal.errors = {};
  return { ok: true, view: modal.view };
}

/** Why Slack would refuse `view`; `current` is the modal that it is to replace. */
export function viewRefusal(world: World, view: unknown, current?: Modal): Answer | undefined {
  const errors = viewErrors(view, 'modal');
  if (errors.length > 0) return refuse('invalid_arguments', errors);
  if (Buffer.byteLength(JSON.stringify(view)) > maxBytes) return refuse('view_too_large');
  const externalId = isFields(view) ? asText(view.external_id) : '';
  const namesake = externalId ? world.modals.findByExternalId(externalId) : undefined;
  return namesake && namesake !== current ? refuse('duplicate_external_id') : undefined;
}

async function create(
  world: World,
  trigger: Trigger,
  view: unknown,
  parent: Modal | undefined,
): Promise<{ answer: Answer; modal: Modal } | { answer: Answer }> {
  const refusal = viewRefusal(world, view);
  if (refusal) return { answer: refusal };
  const { trigger_id } = await world.emulate.call('views.generateTriggerId', {
    user_id: trigger.user,
  });
  const answer = await world.emulate.call('views.open', { trigger_id, view: forEmulate(view) });
  if (!isView(answer.view)) return { answer };
  const modal: Modal = {
    user: trigger.user,
    channel: trigger.channel,
    view: asSlackHasIt(world, answer.view, view, {
      root_view_id: parent?.view.root_view_id ?? answer.view.id,
      previous_view_id: parent?.view.id ?? null,
      state: { values: {} },
    }),
    errors: {},
  };
  return { answer: { ok: true, view: modal.view }, modal };
}

/** emulate holds external ids of closed modals for ever, so it never hears of them. */
function forEmulate(view: unknown): Fields {
  return { ...(completed(view) as Fields), external_id: '' };
}

function asSlackHasIt(
  world: World,
  theirs: AnsweredView,
  sent: unknown,
  ours: { root_view_id: unknown; previous_view_id: unknown; state: { values: Values } },
): Modal['view'] {
  const externalId = isFields(sent) ? asText(sent.external_id) : '';
  return {
    ...theirs,
    ...ours,
    external_id: externalId,
    app_installed_team_id: world.workspace.team.id,
  };
}
