import { setTimeout } from 'node:timers/promises';
import { completed } from '../block-kit/completed.ts';
import { viewErrors } from '../block-kit.ts';
import { asText, type Fields } from '../json.ts';
import { isView, type Modal } from '../modals.ts';
import { refuse } from '../refusal.ts';
import { openView, pushView, updateView, viewRefusal } from '../views.ts';
import type { World } from '../world.ts';
import type { Method } from './index.ts';

/** https://docs.slack.dev/reference/methods/views.open */
const open: Method = async (world, args) => {
  // The view is looked at first, so a bad one leaves the trigger unused.
  const refusal = viewRefusal(world, args.view);
  if (refusal) return refusal;
  const trigger = takeTrigger(world, args);
  return 'error' in trigger ? refuse(trigger.error) : openView(world, trigger, args.view);
};

/** https://docs.slack.dev/reference/methods/views.push */
const push: Method = async (world, args) => {
  const refusal = viewRefusal(world, args.view);
  if (refusal) return refusal;
  const trigger = takeTrigger(world, args);
  if ('error' in trigger) return refuse(trigger.error);
  const parent = world.modals.top(trigger.user, trigger.viewId ?? '');
  return parent ? pushView(world, parent, args.view) : refuse('view_not_found');
};

/** https://docs.slack.dev/reference/methods/views.update */
const update: Method = async (world, args) => {
  await submissionOf(find(world, args));
  const modal = find(world, args);
  return modal ? updateView(world, modal, args.view, asText(args.hash)) : refuse('not_found');
};

function find(world: World, args: Fields): Modal | undefined {
  const externalId = asText(args.external_id);
  return (
    world.modals.find(asText(args.view_id)) ??
    (externalId ? world.modals.findByExternalId(externalId) : undefined)
  );
}

/** No call reaches Slack faster. */
const latency = 100;

/**
 * A bot that answers a submission and then calls expects the answer to come first, as over the internet it does. A bot
 * that calls before it answers must not wait for itself.
 */
const submissionOf = (modal: Modal | undefined): Promise<unknown> | undefined =>
  modal?.submission && Promise.race([modal.submission, setTimeout(latency)]);

/** https://docs.slack.dev/reference/methods/views.publish */
const publish: Method = async (world, args) => {
  const errors = viewErrors(args.view, 'home');
  if (errors.length > 0) return refuse('invalid_arguments', errors);
  const user = asText(args.user_id);
  const hash = asText(args.hash);
  if (hash !== '' && hash !== world.homes.of(user)?.view.hash) return refuse('hash_conflict');
  const answer = await world.emulate.call('views.publish', {
    user_id: user,
    view: completed(args.view),
  });
  if (isView(answer.view)) world.homes.publish(user, answer.view);
  return answer;
};

/** Slack calls it `interactivity_pointer` too, in workflows. */
const takeTrigger = (world: World, args: Fields) =>
  world.triggers.take(asText(args.trigger_id) || asText(args.interactivity_pointer));

export const viewMethods = {
  'views.open': open,
  'views.push': push,
  'views.update': update,
  'views.publish': publish,
};
