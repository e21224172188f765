import type { ModalView } from '@slack/types';

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

/** The blocks of a view's fields. */
export const fieldsIn = (view: ModalView | undefined): string[] =>
  (view?.blocks ?? []).flatMap((block) =>
    block.type === 'input' && block.block_id ? [block.block_id] : [],
  );

/** The element of a field. */
export const elementIn = (view: ModalView | undefined, field: string): Record<string, unknown> => {
  const block = view?.blocks.find(({ block_id }) => block_id === field);
  return (block as { element?: Record<string, unknown> } | undefined)?.element ?? {};
};

/** The buttons and small menus of a message, as it went to Slack. */
export const elementsOf = (message: Record<string, unknown> | undefined) =>
  ((message?.blocks ?? []) as { type: string; elements?: Record<string, unknown>[] }[]).flatMap(
    ({ type, elements }) => (type === 'actions' ? (elements ?? []) : []),
  );
