import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ModalView } from '@slack/types';
import { expect, onTestFinished, vi } from 'vitest';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { messageErrors, viewErrors } from '../sandbox/slack/block-kit.ts';
import { wholeState } from '../sandbox/slack/state.ts';
import { platformToken, startApp } from './app.ts';
import type { FakePiper } from './piper-api.ts';
import { type FakeSlack, responseUrl, team, users } from './slack-api.ts';
import { temporaryDirectory } from './temporary-directory.ts';

type Options = {
  env?: Record<string, string>;
  beforeStart?: (slack: FakeSlack, piper: FakePiper) => void;
  /** The Enterprise organization that the workspace is in, and in all of which the app is installed. */
  enterpriseId?: string;
  /** What an earlier process has stored, and the time to start at; empty and now where they are not given. */
  directory?: string;
  at?: number;
};
/** What somebody fills in, by field: the value as Slack sends it for the element. */
export type Filled = Record<string, unknown>;
type By = { userId?: string; viewId?: string };
type Answered = {
  response_action?: string;
  errors?: Record<string, string>;
  view?: ModalView;
};

/**
 * The whole product in a workspace that no setting connects, as people there see it: what they type, press and fill in goes in,
 * what Slack shows them comes out. Its clock stands still until it is moved. When the test ends, everything that was shown must
 * be what Slack takes.
 */
export async function startUnconnected(options: Options = {}) {
  const { enterpriseId } = options;
  const clock = { now: options.at ?? Date.now() };
  const directory = options.directory ?? temporaryDirectory();
  const app = await startApp({
    env: { PIPER_TOKEN: '', PIPER_ORG_ID: '', DATA_DIR: directory, ...options.env },
    overrides: { clock: { now: () => clock.now } },
    ...(options.beforeStart && { beforeStart: options.beforeStart }),
  });
  app.forget();
  const shown: ModalView[] = [];
  onTestFinished(() => {
    const bodies = app.journal.ever.map(({ body }) => body);
    const views = bodies.flatMap(({ view }) => (view ? [view as ModalView] : []));
    for (const view of [...shown, ...views]) expect(viewErrors(view, 'modal')).toEqual([]);
    for (const { blocks } of bodies) if (blocks) expect(messageErrors(blocks)).toEqual([]);
  });

  const updates = () => app.journal.of('views.update');
  /** The view that Slack shows in the end, when the loading one has been replaced. */
  async function updatedView(before: number): Promise<ModalView> {
    await vi.waitFor(() => expect(updates().length).toBeGreaterThan(before), { interval: 5 });
    return updates().at(-1)?.view as ModalView;
  }

  const from = (userId: string) => ({
    team: { id: team, domain: 'acme' },
    user: { id: userId, username: 'x', name: 'x', team_id: team },
    api_app_id: 'A1',
    token: 'x',
    trigger_id: '1.2.trigger',
    is_enterprise_install: enterpriseId !== undefined,
    enterprise: enterpriseId ? { id: enterpriseId, name: 'Acme' } : null,
  });

  /** Types the command. */
  const type = (text: string, userId: string) =>
    app.command(text, {
      user_id: userId,
      ...(enterpriseId && { enterprise_id: enterpriseId, is_enterprise_install: 'true' }),
    });

  async function submit(
    view: Pick<ModalView, 'blocks' | 'callback_id' | 'private_metadata'>,
    filled: Filled = {},
    { userId = users.alice.id, viewId = 'V0FORM' }: By = {},
  ): Promise<Answered> {
    const given = Object.fromEntries(
      Object.entries(filled).map(([field, value]) => [field, { [field]: stateOf(value) }]),
    );
    const { body } = await app.interact({
      type: 'view_submission',
      ...from(userId),
      view: {
        id: viewId,
        team_id: team,
        type: 'modal',
        callback_id: view.callback_id,
        hash: 'h1',
        private_metadata: view.private_metadata ?? '',
        blocks: view.blocks,
        state: { values: wholeState(view.blocks, given, undefined) },
      },
      response_urls: [],
    });
    const answer = (body || {}) as Answered;
    if (answer.view) shown.push(answer.view);
    return answer;
  }

  /** Types a command that opens a modal; gives what it shows in the end. */
  async function open(text: string, userId: string = users.alice.id): Promise<ModalView> {
    const before = updates().length;
    await type(text, userId);
    return updatedView(before);
  }

  return {
    ...app,
    clock,
    directory,
    type,
    open,
    submit,
    updatedView,
    updates: () => updates().length,

    /** Presses a button of a message, or of a modal; gives what opens. */
    press: async (
      action: string,
      { userId = users.alice.id, isInModal = false }: { userId?: string; isInModal?: boolean } = {},
    ): Promise<ModalView> => {
      const before = updates().length;
      await app.interact({
        type: 'block_actions',
        ...from(userId),
        container: { type: isInModal ? 'view' : 'message' },
        ...(isInModal
          ? { view: { id: 'V0FORM', type: 'modal', callback_id: '', private_metadata: '' } }
          : { response_url: responseUrl.replace('commands', 'actions') }),
        actions: [{ type: 'button', action_id: action, block_id: 'b', action_ts: '1' }],
      });
      return updatedView(before);
    },

    /** Connects the workspace through the forms; gives what the last one answers. */
    connect: async (
      filled: Filled = {},
      userId: string = users.alice.id,
      token = platformToken,
    ) => {
      const settings = (await submit(await open('connect', userId), { token }, { userId })).view;
      if (settings?.callback_id !== 'settings') throw new Error(wordsIn(settings));
      const connected = (await submit(settings, filled, { userId })).view;
      expect(wordsIn(connected)).toContain('This workspace is connected to');
      await vi.waitFor(() => expect(app.said().directly).not.toEqual([]), { interval: 5 });
      app.forget();
      return connected;
    },

    /** Invites with the command; waits until somebody was told what became of it. */
    invite: async (text: string, userId: string = users.alice.id) => {
      const heard = () => app.journal.of('response_url').length + app.said().inChannel.length;
      const before = heard();
      await type(text, userId);
      await vi.waitFor(() => expect(heard()).toBeGreaterThan(before), { interval: 5 });
    },

    /** The record, oldest first. */
    record: (): AuditEntry[] =>
      query(directory, 'select entry from audit_entries order by workspace, number').map(
        ({ entry }) => JSON.parse(String(entry)),
      ),

    query: (sql: string) => query(directory, sql),
  };
}

export type Unconnected = Awaited<ReturnType<typeof startUnconnected>>;

function query(directory: string, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(directory, 'piper-invite.db'));
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** A value under each of the names that Slack has for one. */
const stateOf = (value: unknown): object => ({
  value,
  selected_option: value,
  selected_options: value,
  selected_users: value,
  selected_conversation: value,
});

/** An option of a menu, as Slack sends it back. */
export const option = (value: string, text = value) => ({
  value,
  text: { type: 'plain_text', text },
});

/** Everything that a view says, as it is sent. */
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

/** Ends the product's patience of so many milliseconds almost at once, so that no test waits for it. Once in a test. */
export function shortenTimeouts(...milliseconds: number[]): void {
  const wait = globalThis.setTimeout;
  const hurried = (run: () => void, time?: number, ...rest: []) =>
    wait(run, milliseconds.includes(time ?? 0) ? 30 : time, ...rest);
  const spy = vi
    .spyOn(globalThis, 'setTimeout')
    .mockImplementation(hurried as typeof globalThis.setTimeout);
  onTestFinished(() => spy.mockRestore());
}

/** A promise that somebody else waits for until `release` is called. */
export function hold(): { held: Promise<void>; release: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { held: promise, release: resolve };
}
