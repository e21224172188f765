import type { TestApp } from './app.ts';
import { messageShortcutBody, previewBody, shortcutBody, suggestionBody } from './payloads.ts';
import { acme, type Place } from './slack.ts';
import { type Answered, wordsIn } from './views.ts';

/** A preview as somebody has it before them. */
const preview = { type: 'modal', callback_id: 'invite_preview', blocks: [] } as never;

/** A request of each kind that Slack answers people with, from a place; gives what it is answered with. */
export const requestKinds = {
  command: (app: TestApp, place: Place = acme) =>
    app.in(place).command('ada@example.com as Editor'),
  shortcut: (app: TestApp, place: Place = acme) => app.interact(shortcutBody({ place })),
  messageShortcut: (app: TestApp, place: Place = acme) =>
    app.interact(messageShortcutBody({ text: 'ada@example.com' }, { place })),
  submission: (app: TestApp, place: Place = acme) => app.interact(previewBody(preview, { place })),
  button: (app: TestApp, place: Place = acme) =>
    app.in(place).press({ action_id: 'retry_batch', value: 'batch-1' }),
  menu: (app: TestApp, place: Place = acme) =>
    app.interact(suggestionBody('role', 'Edit', { place })),
};

/** What a request says to whoever sent it, if its answer can say anything. */
export function wordsOfAnswer({ body }: { body: unknown }): string | undefined {
  const { view, text } = (body || {}) as Answered & { text?: string };
  return text ?? (view && wordsIn(view));
}
