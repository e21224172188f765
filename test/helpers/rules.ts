import type { ModalView } from '@slack/types';
import type { TestApp } from './app.ts';
import type { Filled } from './payloads.ts';
import { users } from './slack.ts';
import { elementsOf, option, wordsIn } from './views.ts';

/** The buttons of a modal with this action. */
export const buttonsIn = (view: ModalView, actionId: string) =>
  elementsOf({ ...view }).filter(({ action_id }) => action_id === actionId);

/** Presses a button of a modal, the `at`th with this action; gives what is shown then. */
export async function pressIn(
  app: TestApp,
  view: ModalView,
  actionId: string,
  { at = 0, userId = users.alice.id }: { at?: number; userId?: string } = {},
): Promise<ModalView> {
  const button = buttonsIn(view, actionId)[at];
  if (!button) throw new Error(wordsIn(view));
  const before = app.updates();
  await app.press(button, { isInModal: true, metadata: view.private_metadata, userId });
  return app.updatedView(before);
}

/** What a rule is filled in with: that nobody may be invited, unless it says otherwise. */
export const ruleFilled = (filled: Filled = {}): Filled => ({
  rule_name: 'Leads',
  who: option('members'),
  fate: option('deny'),
  ...filled,
});

/** Adds a rule to a list; gives the list that is shown beneath it then. */
export async function addRule(app: TestApp, list: ModalView, filled: Filled): Promise<ModalView> {
  const form = await pressIn(app, list, 'add_rule');
  const before = app.updates();
  const answer = await app.submit(form, ruleFilled(filled), { viewId: 'V0PUSHED' });
  if (Object.keys(answer).length > 0) throw new Error(wordsIn(answer));
  return app.updatedView(before);
}
