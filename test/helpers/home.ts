import type { HomeView } from '@slack/types';
import { expect } from 'vitest';
import type { TestApp } from './app.ts';
import { eventually } from './eventually.ts';

/** What was published to somebody, oldest first. */
export const publishedTo = (app: TestApp, userId: string): HomeView[] =>
  app.journal
    .everOf('views.publish')
    .filter(({ body }) => body.user_id === userId)
    .map(({ body }) => body.view as HomeView);

/** The Home that somebody gets by what is done. */
export async function homeAfter(
  app: TestApp,
  userId: string,
  act: () => Promise<unknown>,
): Promise<HomeView> {
  const before = publishedTo(app, userId).length;
  await act();
  return eventually(() => {
    const published = publishedTo(app, userId);
    expect(published.length).toBeGreaterThan(before);
    return published.at(-1) as HomeView;
  });
}

/** Opens the Home tab. */
export const openHome = (app: TestApp, userId: string): Promise<HomeView> =>
  homeAfter(app, userId, () => app.openTab(userId));

type Element = { action_id: string; value?: string; text?: { text: string }; options?: unknown[] };
type Block = {
  type: string;
  text?: { text: string };
  elements?: (Element & { type: string })[];
  accessory?: Element;
};

/** A Home as it is read: one line a block, buttons in brackets. */
export const readHome = ({ blocks }: HomeView): string[] =>
  (blocks as Block[]).map(({ type, text, elements = [], accessory }) =>
    [
      ...(type === 'header' ? ['#'] : []),
      ...(text ? [text.text] : []),
      ...elements.map((each) => (type === 'actions' ? bracketed(each) : String(each.text))),
      ...(accessory ? [bracketed(accessory)] : []),
    ].join(' '),
  );

const bracketed = ({ text, action_id }: Element) => `[${text?.text ?? action_id}]`;

/** The buttons and menus of a Home, as they are pressed. */
export const pressable = ({ blocks }: HomeView): Element[] =>
  (blocks as Block[]).flatMap(({ type, elements = [], accessory }) => [
    ...(type === 'actions' ? elements : []),
    ...(accessory ? [accessory] : []),
  ]);
