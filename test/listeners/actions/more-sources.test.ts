import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { optionalScopes } from '../../../src/ids.ts';
import { startApp } from '../../helpers/app.ts';
import { pressed } from '../../helpers/payloads.ts';
import { fieldsIn } from '../../helpers/views.ts';

/** Slack names the blocks that have no name. */
const asShown = (view: ModalView): ModalView => ({
  ...view,
  blocks: view.blocks.map((block, at) => ({ block_id: `block-${at}`, ...block })),
});

/** The form with this view, after the button was pressed. */
async function afterPress(app: Awaited<ReturnType<typeof startApp>>, view: ModalView) {
  const body = pressed({ action_id: 'more_sources' }, { isInModal: true });
  const before = app.updates();
  await app.interact({ ...body, view: { ...view, id: 'V0FORM', hash: 'h1' } });
  return app.updatedView(before);
}

describe('more ways to add people', () => {
  it('come where the button was, and leave every other block as it is', async () => {
    const app = await startApp({
      beforeStart: (slack) => slack.grants.scopes?.push(...optionalScopes),
    });
    const form = asShown(await app.open('ada@example.com'));
    expect(fieldsIn(form)).toEqual(['people', 'addresses', 'role', 'channel', 'only_me', 'note']);
    const shown = await afterPress(app, form);
    expect(fieldsIn(shown).slice(-3)).toEqual(['invite_groups', 'invite_channels', 'file']);
    const { blocks, ...rest } = form;
    expect(shown).toMatchObject(rest);
    expect(shown.blocks.slice(0, blocks.length - 1)).toEqual(blocks.slice(0, -1));
    expect(JSON.stringify(shown)).not.toContain('more_sources');

    expect(await afterPress(app, shown)).toEqual(shown);
  });

  it('are those alone that the app may read', async () => {
    const app = await startApp({
      beforeStart: (slack) => slack.grants.scopes?.push('usergroups:read', 'channels:read'),
    });
    const shown = await afterPress(app, asShown(await app.open('')));
    expect(fieldsIn(shown)).toContain('invite_groups');
    expect(fieldsIn(shown)).not.toContain('invite_channels');
    expect(fieldsIn(shown)).not.toContain('file');
  });

  it('are not offered where the app may read none of them', async () => {
    const app = await startApp();
    expect(JSON.stringify(await app.open(''))).not.toContain('more_sources');
  });
});
