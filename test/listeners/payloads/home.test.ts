import { describe, expect, it } from 'vitest';
import {
  actedSchema,
  homeOpenedSchema,
  turnButtonSchema,
} from '../../../src/listeners/payloads/home.ts';

const user = { id: 'U1' };
const home = { type: 'home', hash: 'h1', private_metadata: 'i9 1700' };
const page = { id: 'i9', at: 1700 };

describe('opening App Home', () => {
  it('is told from opening its messages', () => {
    const opened = { user: 'U1', tab: 'home', view: { hash: 'h1' } };
    expect(homeOpenedSchema.parse(opened)).toEqual({ userId: 'U1', isHome: true, hash: 'h1' });
    expect(homeOpenedSchema.parse({ ...opened, tab: 'messages' })).toMatchObject({ isHome: false });
  });

  it('shows nothing before the first time', () => {
    for (const view of [undefined, null, {}]) {
      const opened = { user: 'U1', tab: 'home', view };
      expect(homeOpenedSchema.parse(opened)).toEqual({ userId: 'U1', isHome: true });
    }
  });
});

describe('something that was done', () => {
  it('is on App Home, with the page that was shown, or elsewhere', () => {
    const onHome = { userId: 'U1', home: { hash: 'h1', page } };
    expect(actedSchema.parse({ user, view: home })).toEqual(onHome);
    for (const view of [undefined, { type: 'modal', id: 'V1' }]) {
      expect(actedSchema.parse({ user, view })).toEqual({ userId: 'U1' });
    }
  });

  it('is on the first page where none is named, or what names it makes no sense', () => {
    for (const private_metadata of [undefined, '', 'i9', 'i9 x']) {
      const shown = { user, view: { ...home, private_metadata } };
      expect(actedSchema.parse(shown).home).toEqual({ hash: 'h1' });
    }
  });
});

it('a button that turns the page names the place beside it, and works on App Home alone', () => {
  const pressed = { user, view: home, actions: [{ value: 'i3 1600' }] };
  expect(turnButtonSchema.parse(pressed)).toEqual({
    userId: 'U1',
    home: { hash: 'h1', page },
    place: { id: 'i3', at: 1600 },
  });
  expect(turnButtonSchema.safeParse({ ...pressed, view: { type: 'modal' } }).success).toBe(false);
  expect(turnButtonSchema.safeParse({ ...pressed, actions: [{ value: 'i3' }] }).success).toBe(
    false,
  );
});
