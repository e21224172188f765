import type { ModalView } from '@slack/types';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { parsePeopleFile } from '../../src/usecases/parse-people-file.ts';
import { type Options, startInstallable, type TestApp } from '../helpers/app.ts';
import { startAsking } from '../helpers/asking.ts';
import { changeSettings } from '../helpers/change-settings.ts';
import { eventually } from '../helpers/eventually.ts';
import { openHome, pressable } from '../helpers/home.ts';
import { organizations } from '../helpers/organizations.ts';
import { roles } from '../helpers/piper.ts';
import { acme, globex, users } from '../helpers/slack.ts';
import { takesFiles } from '../helpers/takes-files.ts';
import { fieldsIn, option, pushedView, wordsIn } from '../helpers/views.ts';

const { alice, bob, carol, gina, stranger } = users;

/** Connected by Alice, an admin; Bob may invite, Carol may not. */
async function start(options: Options = {}): Promise<TestApp> {
  const app = await startAsking({}, options);
  changeSettings(app, { whoMayInvite: { kind: 'chosen', userIds: [bob.id], userGroupIds: [] } });
  return app;
}

/** Whom a page names, in its order. */
const named = (view: ModalView | undefined): string[] =>
  [...wordsIn(view).matchAll(/\*([\w.-]+)@example\.com\*:/g)].map(([, name = '']) => name);

type Button = { action_id: string; value: string };
const buttonsOf = (view: ModalView | undefined): Record<string, Button> =>
  Object.fromEntries(
    ((view?.blocks ?? []) as { elements?: Button[] }[]).flatMap(({ elements = [] }) =>
      elements.flatMap((each) => (each.action_id ? [[each.action_id, each]] : [])),
    ),
  );

async function search(app: TestApp, filled: object = {}, userId: string = alice.id) {
  const form = await app.open('history', userId);
  const answer = await app.submit(form, filled as Record<string, unknown>, { userId });
  return pushedView(answer);
}

/** Presses a button of a page; gives the page that takes its place. */
async function turn(app: TestApp, page: ModalView, button: Button | undefined, userId = alice.id) {
  app.forget();
  const { status } = await app.press(
    { ...button },
    { isInModal: true, metadata: page.private_metadata, userId },
  );
  expect(status).toBe(200);
  return shown(app);
}

/** What a modal was replaced with since the journal was cleared. */
const shown = (app: TestApp) =>
  eventually(() => {
    const updated = app.journal.of('views.update').at(-1);
    expect(updated).toBeDefined();
    return updated?.view as ModalView;
  });

/** Invites, at a time of its own. */
async function invite(app: TestApp, text: string, userId?: string) {
  app.clock.now += 1_000;
  await app.invite(text, userId);
}

describe('the search in the past', () => {
  it('finds by every field, says what became of each, and turns its pages', async () => {
    const app = await start();
    await invite(app, 'ada@example.com as Editor');
    await invite(app, 'max@example.com as Viewer', bob.id);
    app.piper.join('max@example.com', roles.viewer);
    await app.command('list');
    const all = await search(app);
    expect(named(all)).toEqual(['max', 'ada']);
    expect(wordsIn(all)).toMatch(/\*max@example\.com\*: (joined|pending)/);
    expect(wordsIn(all)).toContain('<@U0BOB> invited them');
    const found = async (filled: object) => named(await search(app, filled));
    expect(await found({ history_address: ' ADA@exam' })).toEqual(['ada']);
    expect(await found({ history_address: '%' })).toEqual([]);
    expect(await found({ history_inviter: bob.id })).toEqual(['max']);
    expect(await found({ history_role: option(roles.editor.id) })).toEqual(['ada']);
    expect(await found({ history_state: option('failed') })).toEqual([]);
    expect(await found({ history_to: '2020-01-01' })).toEqual([]);
    expect(await found({ history_from: '2020-01-01' })).toEqual(['max', 'ada']);

    app.onDatabase((db) => {
      const columns = db
        .prepare('select * from pragma_table_info(?)')
        .all('invitations')
        .map(({ name }) => String(name));
      const copied = columns.map(
        (name) =>
          ({
            id: "'old-' || n",
            created_at: 'created_at - 1 - n',
            address: "'p' || n || '@example.com'",
          })[name] ?? name,
      );
      db.exec(`insert into invitations (${columns}) with recursive numbers (n) as
        (select 0 union all select n + 1 from numbers where n < 17)
        select ${copied} from invitations, numbers where address = 'ada@example.com'`);
    });
    const first = await search(app);
    expect(named(first)).toHaveLength(10);
    const second = await turn(app, first, buttonsOf(first).history_older);
    expect(named(second)).toEqual(Array.from({ length: 10 }, (_, n) => `p${n + 8}`));
    expect(Object.keys(buttonsOf(second))).toEqual(['history_newer', 'export_history']);
    expect(await turn(app, second, buttonsOf(second).history_newer)).toEqual(first);
  });

  it('says under the field what can’t be searched for', async () => {
    const app = await start();
    const form = await app.open('history');
    expect(
      await app.submit(form, {
        history_address: 'Ada Lovelace',
        history_from: '2026-05-04',
        history_to: '2026-05-03',
      }),
    ).toMatchObject({
      response_action: 'errors',
      errors: {
        history_address: expect.stringContaining('how an address begins'),
        history_to: 'The last day is before the first one.',
      },
    });
  });

  it('shows whoever may only invite what is open, and what they sent; others why not, at every press', async () => {
    const app = await start();
    await invite(app, 'ada@example.com as Editor');
    await invite(app, 'max@example.com as Viewer', bob.id);
    app.onDatabase((db) => db.exec('update invitations set joined_at = 1, check_at = null'));
    await invite(app, 'zoe@example.com as Editor');
    expect(named(await search(app))).toEqual(['zoe', 'max', 'ada']);
    const ofBob = await search(app, {}, bob.id);
    expect(named(ofBob)).toEqual(['zoe', 'max']);
    const buttons = { action_id: 'history_older', value: `x ${Date.now() + 60_000}` };
    const forged = { ...ofBob, private_metadata: JSON.stringify({ inviterId: alice.id }) };
    expect(named(await turn(app, forged, buttons, bob.id))).toEqual(['zoe']);
    for (const [{ id }, words] of [
      [carol, 'Only workspace admins'],
      [gina, "Guests can't"],
      [stranger, 'People from other workspaces'],
    ] as const) {
      expect(wordsIn(await app.open('history', id))).toContain(words);
      const pressed = await turn(app, ofBob, buttons, id);
      expect(wordsIn(pressed)).toContain(words);
      expect(named(pressed)).toEqual([]);
    }
  });

  it('never leads to another workspace or organization, whatever is pressed', async () => {
    const app = await startInstallable();
    for (const [place, organization] of [
      [acme, organizations.acme],
      [globex, organizations.globex],
    ] as const) {
      await app.install(place);
      await app.in(place).connect({}, organization);
      await app
        .in(place)
        .invite(
          place === acme
            ? 'acme@example.com as Acme Editor'
            : 'globex@example.com as Globex Editor',
        );
    }
    const foreign = app.query(
      "select id, created_at as at from invitations where address like 'globex%'",
    );
    const [{ id, at } = {}] = foreign;
    const here = await app.in(acme).open('history');
    const page = pushedView(await app.in(acme).submit(here));
    expect(named(page)).toEqual(['acme']);
    for (const action_id of ['history_older', 'history_newer']) {
      app.forget();
      await app.in(acme).press(
        { action_id, value: `${id} ${Number(at) + (action_id === 'history_older' ? 1 : 0)}` },
        {
          isInModal: true,
          metadata: JSON.stringify({
            organizationId: organizations.globex.id,
            address: 'globex',
          }),
        },
      );
      expect(wordsIn(await shown(app))).not.toContain('globex@example.com');
    }
  });

  it('is opened from App Home by those who may', async () => {
    const app = await start();
    const button = (userId: string) =>
      openHome(app, userId).then((home) =>
        pressable(home).find(({ action_id }) => action_id === 'home_history'),
      );
    expect(await button(carol.id)).toBeUndefined();
    const { action_id = '' } = (await button(bob.id)) ?? {};
    const form = await app.pressToOpen(action_id, { userId: bob.id, home: {} });
    expect(fieldsIn(form)).toEqual([
      'history_address',
      'history_inviter',
      'history_role',
      'history_state',
      'history_from',
      'history_to',
    ]);
  });

  it('comes as a file to those who may connect, with all that was found, and the form takes that again', async () => {
    const app = await start({ beforeStart: takesFiles });
    await invite(app, 'ada@example.com as Editor');
    await invite(app, 'adam@example.com as Viewer', bob.id);
    await invite(app, 'zoe@example.com as Viewer', bob.id);
    app.onDatabase((db) =>
      db.exec("update invitations set removed_at = 86400000 where address like 'adam%'"),
    );
    const page = await search(app, { history_address: 'ada' });
    expect(named(page)).toEqual(['adam', 'ada']);
    const press = (metadata: string | undefined, userId: string = alice.id) =>
      app.pressToOpen('export_history', { isInModal: true, metadata, userId });
    expect(wordsIn(await press(page.private_metadata))).toContain(
      'All invites to *Acme Robotics* that you searched for come to you in a direct message, as CSV.',
    );
    const exports = () => app.record().filter(({ action }) => action === 'export');
    await eventually(() => expect(exports().at(-1)?.outcome).toBe('done'));
    const [file = ''] = app.slack.uploads;
    expect(parse(file, { bom: true, columns: true })).toMatchObject([
      {
        email: 'adam@example.com',
        role: 'Viewer',
        result: 'Removed from Piper',
        'invite status': 'removed',
        'invited by': bob.id,
        workspace: 'T0ACME',
        'removed at': '1970-01-02T00:00:00.000Z',
      },
      { email: 'ada@example.com', role: 'Editor', result: 'Pending', 'invited by': alice.id },
    ]);
    expect(await parsePeopleFile(Buffer.from(file))).toMatchObject({
      value: {
        people: [
          { address: 'adam@example.com', role: 'Viewer' },
          { address: 'ada@example.com', role: 'Editor' },
        ],
        leftOut: [],
      },
    });
    expect(app.said().directly.at(-1)).toBe(
      'The file below has the invites to *Acme Robotics* that you searched for, the newest first: 2.',
    );
    expect(exports()).toMatchObject([
      { actor: alice.id, details: { what: 'history', by: 'address' } },
      { actor: alice.id, details: { what: 'history', rows: '2' } },
    ]);
    expect(JSON.stringify(exports())).not.toContain('ada');

    const ofBob = await search(app, {}, bob.id);
    expect(buttonsOf(ofBob)).not.toHaveProperty('export_history');
    for (const { id } of [bob, carol, gina, stranger]) {
      expect(wordsIn(await press(page.private_metadata, id))).not.toContain('come to you');
    }
    expect(exports()).toHaveLength(2);
    expect(app.slack.uploads).toHaveLength(1);
  });

  it('is left to the operator where files can not be sent', async () => {
    const app = await start();
    await invite(app, 'ada@example.com as Editor');
    const page = await search(app);
    const answer = await app.pressToOpen('export_history', {
      isInModal: true,
      metadata: page.private_metadata,
    });
    expect(wordsIn(answer)).toContain('`npm start -- export --workspace T0ACME`');
  });
});
