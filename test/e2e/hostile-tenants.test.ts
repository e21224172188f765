import { describe, expect, it } from 'vitest';
import { startInstallable, type TestApp } from '../helpers/app.ts';
import { crowd, partlyFailed } from '../helpers/batch-buttons.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizations } from '../helpers/organizations.ts';
import { commandFields, previewBody, suggestionBody, viewBody } from '../helpers/payloads.ts';
import { roles } from '../helpers/piper.ts';
import { ruleFilled } from '../helpers/rules.ts';
import { signatureOf, slackBody } from '../helpers/signed-request.ts';
import { acme, globex, responseUrlOf } from '../helpers/slack.ts';
import { option } from '../helpers/views.ts';

/** Acme, whose people mean ill, and Globex, each connected to its own organization. */
async function startBoth() {
  const app = await startInstallable();
  for (const place of [acme, globex]) await app.install(place);
  await app.in(acme).connect({}, organizations.acme);
  await app.in(globex).connect({}, organizations.globex);
  return { app, hostile: app.in(acme), victim: app.in(globex) };
}

/** Everything of Globex's that has a name, as its own people have it before them. */
async function collect({ app, victim }: Awaited<ReturnType<typeof startBoth>>) {
  const { batchId } = await partlyFailed({ app, from: victim, role: 'Globex Editor' });
  const preview = await victim.open(`${crowd(3)} as Globex Editor`);
  const settings = await victim.open('settings');
  const rules = await victim.open('rules');
  const disconnect = await victim.open('disconnect');
  const role = await victim.open('role p0@example.com');
  const target = JSON.parse(role.private_metadata ?? '');
  const { id } = roles.editor;
  const confirm = {
    callback_id: 'role_confirm',
    private_metadata: JSON.stringify({ target, from: id, to: id }),
    blocks: [],
  };
  const connect = await victim.open('connect');
  return { batchId, preview, settings, rules, disconnect, role, confirm, connect };
}

/** All that Globex has: a change of it is an attack that worked. */
const stateOf = (app: TestApp) => ({
  connections: app.query("select * from connections where scope_id = 'T0GLOBEX'"),
  invitations: app.query('select * from invitations order by 1'),
  previews: app.query('select * from previews order by 1'),
  record: app.record().filter(({ workspace }) => workspace === 'T0GLOBEX'),
});

/** What calls in Globex's name are made with; a response URL is known by its workspace. */
const keys = [globex.botToken, organizations.globex.token, 'T0GLOBEX'];

/** Acme's people do something: nothing leaves with a token of Globex's, to a place of it or with a word of it, and nothing of it changes. */
async function expectHarmless(app: TestApp, attack: () => Promise<unknown>): Promise<void> {
  const before = stateOf(app);
  app.forget();
  await attack();
  await app.finish();
  expect(stateOf(app)).toEqual(before);
  for (const { name, token, body } of app.journal.calls) {
    expect(keys, name).not.toContain(token);
    expect(JSON.stringify(body)).not.toMatch(/Globex|T0GLOBEX|globex/);
  }
}

describe('the people of one workspace, with the names of all that another one has,', () => {
  const buttons = ['retry_batch', 'cancel_batch', 'change_role'];

  it('press its buttons, and reach nothing of it', async () => {
    const both = await startBoth();
    const { app, hostile } = both;
    const { batchId, preview, rules } = await collect(both);
    const previewId = preview.private_metadata ?? '';
    await expectHarmless(app, async () => {
      for (const action_id of buttons) {
        for (const value of [batchId, `${batchId} 0`, previewId]) {
          await hostile.press({ action_id, value });
          await hostile.press({ action_id, value: `${batchId} 1` });
        }
      }
      for (const action_id of ['preview_all', 'preview_earlier', 'preview_later']) {
        await hostile.press({ action_id, value: `${previewId} 0` }, { isInModal: true });
      }
      for (const action_id of ['add_rule', 'edit_rule', 'remove_rule']) {
        const metadata = rules.private_metadata;
        await hostile.press({ action_id, value: 'any' }, { isInModal: true, metadata });
      }
      for (const action_id of ['list_newer', 'list_older']) {
        await hostile.press({ action_id, value: '0' });
      }
    });
  });

  it('send its forms, and reach nothing of it', async () => {
    const both = await startBoth();
    const { app, hostile } = both;
    const { preview, settings, rules, disconnect, role, confirm, connect } = await collect(both);
    await expectHarmless(app, async () => {
      await hostile.sendPreview(preview);
      await hostile.submit(settings, { who: option('members') });
      await hostile.submit(disconnect);
      await hostile.submit(role, { new_role: option('any') });
      await hostile.submit(confirm);
      await hostile.submit(connect, { token: 'pat_guessed_platform_token' });
      const { id } = organizations.globex;
      await hostile.submitInvite({ addresses: 'eve@evil.example' }, { organizationId: id });
      const ruleTarget = { ...JSON.parse(rules.private_metadata ?? ''), listViewId: 'V0FORM' };
      await hostile.submit(
        { blocks: [], callback_id: 'rule', private_metadata: JSON.stringify(ruleTarget) },
        ruleFilled(),
      );
      const forms = ['connect_organization', 'settings', 'invite', 'role', 'role_confirm', 'rule'];
      for (const { private_metadata = '' } of [settings, preview, role, confirm, rules]) {
        for (const callback_id of forms) {
          await hostile.submit({ blocks: [], callback_id, private_metadata });
        }
      }
    });
  });

  it('search its menus, and find nothing of it', async () => {
    const both = await startBoth();
    const { app, hostile } = both;
    const { settings } = await collect(both);
    const found: string[] = [];
    await expectHarmless(app, async () => {
      for (const field of ['role', 'new_role', 'invite_groups', 'roles', 'default_role']) {
        const metadata = settings.private_metadata ?? '';
        found.push(...(await hostile.optionsOf(field, '', { metadata }).catch(() => [])));
      }
    });
    expect(found.join()).not.toContain('Globex');
    expect(found.join()).toContain('Acme Editor');
  });

  it('name it wherever a request can name a workspace, and are still in their own', async () => {
    const both = await startBoth();
    const { app } = both;
    const { batchId, preview, settings } = await collect(both);
    const elsewhere = {
      user: { id: 'U0ALICE', team_id: 'T0GLOBEX' },
      response_url: responseUrlOf('T0ACME'),
    };
    await expectHarmless(app, async () => {
      await app.send(
        slackBody('command', {
          ...commandFields('eve@evil.example as Editor', {}, { place: acme }),
          enterprise_id: 'T0GLOBEX',
          channel_team_id: 'T0GLOBEX',
        }),
      );
      for (const view of [preview, settings]) {
        const body = viewBody(view, {}, { place: acme });
        await app.interact({ ...body, ...elsewhere, view: { ...body.view, team_id: 'T0GLOBEX' } });
      }
      const asked = previewBody(preview, { place: acme });
      await app.interact({ ...asked, ...elsewhere });
      await app.interact({
        ...suggestionBody('role', '', { place: acme, metadata: settings.private_metadata ?? '' }),
        ...elsewhere,
      });
      await app.in(acme).press({ action_id: 'retry_batch', value: batchId });
    });
  });

  it('send again what the other has sent, and nothing is done twice', async () => {
    const both = await startBoth();
    const { app } = both;
    const sent = slackBody(
      'command',
      commandFields('ada@example.com as Globex Editor', {}, { place: globex }),
    );
    const signed = signatureOf(sent.text);
    expect((await app.send(sent, signed)).status).toBe(200);
    await eventually(() => expect(app.journal.of('POST members')).toHaveLength(1));
    await eventually(() => expect(app.journal.of('chat.postMessage')).toHaveLength(1));
    await expectHarmless(app, async () => {
      for (let times = 0; times < 5; times += 1) {
        expect((await app.send(sent, signed)).status).toBe(401);
      }
    });
  });
});
