import type { InputBlock, ModalView } from '@slack/types';

/** What a view's submission is answered with. */
export type Answered = {
  response_action?: string;
  errors?: Record<string, string>;
  view?: ModalView;
};

/** The view that a submission was answered with; fails where there is none on top. */
export function pushedView(body: unknown): ModalView {
  const answer = body as Answered;
  if (answer.response_action !== 'push' || !answer.view) throw new Error(JSON.stringify(body));
  return answer.view;
}

/** An option of a menu, as Slack sends it back. */
export const option = (value: string, text = value) => ({
  value,
  text: { type: 'plain_text', text },
});

/** Everything that a view or a message says, as it is sent. */
export const wordsIn = (view: unknown): string => JSON.stringify(view);

const inputsIn = (view: Pick<ModalView, 'blocks'> | undefined): InputBlock[] =>
  (view?.blocks ?? []).filter((block): block is InputBlock => block.type === 'input');

/** The fields of a view, by the action of their inputs. */
export const fieldsIn = (view: ModalView | undefined): string[] =>
  inputsIn(view).flatMap(({ element: { action_id } }) => action_id ?? []);

/** The block of a field; the field itself where the view does not show it. */
export const blockIn = (view: Pick<ModalView, 'blocks'>, field: string): string =>
  inputsIn(view).find(({ element }) => element.action_id === field)?.block_id ?? field;

/** What a submission of a view is answered with under its fields, by field. */
export const errorsIn = (
  view: Pick<ModalView, 'blocks'>,
  errors: Record<string, string>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(errors).map(([block, words]) => [
      inputsIn(view).find(({ block_id }) => block_id === block)?.element.action_id ?? block,
      words,
    ]),
  );

/** The element of a field. */
export const elementIn = (view: ModalView | undefined, field: string): Record<string, unknown> => ({
  ...inputsIn(view).find(({ element }) => element.action_id === field)?.element,
});

/** The buttons and small menus of a message, as it went to Slack. */
export const elementsOf = (message: Record<string, unknown> | undefined) =>
  ((message?.blocks ?? []) as { type: string; elements?: Record<string, unknown>[] }[]).flatMap(
    ({ type, elements }) => (type === 'actions' ? (elements ?? []) : []),
  );
