import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { piper } from '../../../src/limits.ts';
import { startInstallable, startUnconnected, type TestApp } from '../../helpers/app.ts';
import { startAsking, why } from '../../helpers/asking.ts';
import { changeSettings } from '../../helpers/change-settings.ts';
import { organizations } from '../../helpers/organizations.ts';
import type { Filled } from '../../helpers/payloads.ts';
import { roles } from '../../helpers/piper.ts';
import { acme, globex, umbrella, users } from '../../helpers/slack.ts';
import { option, pushedView, wordsIn } from '../../helpers/views.ts';

const two = { addresses: 'ada@example.com, grace@acme.example' };
const editor = option(roles.editor.id, roles.editor.name);
const viewer = option(roles.viewer.id, roles.viewer.name);
const asMembers: Filled = { who: option('members') };

/** What somebody reads whose preview or form was not sent; fails where anybody was invited. */
async function refused(app: TestApp, answer: { body: unknown }): Promise<string> {
  await app.finish();
  expect(app.piper.added).toBe(0);
  expect(app.rows('batches')).toBe(0);
  expect(answer.body).toMatchObject({ response_action: 'update' });
  return wordsIn(answer.body);
}

describe('a preview that was made before the settings changed', () => {
  const by = { userId: users.bob.id };
  /** Bob has a preview, as every member may; then Alice changes the settings. */
  async function changedTo(settings: Filled): Promise<[TestApp, ModalView]> {
    const app = await startUnconnected();
    await app.connect(asMembers);
    app.piper.join('bob@acme.example');
    const preview = pushedView((await app.submitInvite(two, by)).body);
    const { view } = await app.submit(await app.open('settings'), settings);
    expect(wordsIn(view)).toContain('are saved');
    return [app, preview];
  }

  it.each([
    ['one of its domains may no longer be invited', { ...asMembers, domains: 'acme.example' }],
    ['its role may no longer be given', { ...asMembers, roles: [viewer] }],
  ])('invites nobody where %s', async (_, settings) => {
    const [app, preview] = await changedTo(settings);
    expect(await refused(app, await app.sendPreview(preview, by))).toContain(
      'who may be invited from here, or as what, was changed meanwhile',
    );
  });

  it('invites nobody where its author may no longer invite', async () => {
    const [app, preview] = await changedTo({ who: option('admins') });
    expect(await refused(app, await app.sendPreview(preview, by))).toContain(
      'Only workspace admins and owners can invite',
    );
  });

  it('invites everybody where they still may be invited', async () => {
    const domains = 'acme.example, example.com';
    const [app, preview] = await changedTo({ ...asMembers, domains, roles: [editor] });
    const { body } = await app.sendPreview(preview, by);
    expect(body).toEqual({ response_action: 'clear' });
    await app.finish();
    expect(app.piper.added).toBe(2);
  });

  it('invites nobody where the workspace is no longer connected', async () => {
    const app = await startUnconnected();
    await app.connect();
    const preview = pushedView((await app.submitInvite(two)).body);
    await app.submit(await app.open('disconnect'));
    expect(await refused(app, await app.sendPreview(preview))).toContain("isn't connected");
  });
});

describe('what was begun for one organization', () => {
  /** A workspace that is connected to Acme, and then to Globex, whose roles have the same IDs. */
  async function start() {
    const app = await startInstallable();
    await app.install(acme);
    await app.in(acme).connect({}, organizations.acme);
    return {
      app,
      connectToGlobex: () => app.in(acme).connect({}, organizations.globex),
    };
  }
  const forAcme = { organizationId: organizations.acme.id };
  const since = 'this workspace has been connected to *Globex Inc.* since the form was opened';

  it('is not sent to another one, as a preview', async () => {
    const { app, connectToGlobex } = await start();
    const preview = pushedView((await app.submitInvite(two, forAcme)).body);
    await connectToGlobex();
    expect(await refused(app, await app.sendPreview(preview))).toContain(since);
  });

  it.each([
    ['one person', { addresses: 'ada@example.com' }],
    ['several people', two],
  ])('is not sent to another one, as a form with %s', async (_, values) => {
    const { app, connectToGlobex } = await start();
    await connectToGlobex();
    expect(await refused(app, await app.submitInvite(values, forAcme))).toContain(since);
  });
});

describe('a preview that somebody made in one workspace', () => {
  const tooOld = 'this was open for too long';

  it('cannot be sent in another one by who has the same ID there', async () => {
    const app = await startInstallable();
    for (const place of [acme, globex]) {
      await app.install(place);
      await app.in(place).connect({}, organizations.acme);
    }
    const { id: organizationId } = organizations.acme;
    const preview = pushedView((await app.in(acme).submitInvite(two, { organizationId })).body);
    expect(await refused(app, await app.in(globex).sendPreview(preview))).toContain(tooOld);
  });

  it('cannot be sent in another one of the same Enterprise organization', async () => {
    const app = await startInstallable();
    await app.install(umbrella);
    const [red, white] = [app.in(umbrella, 0), app.in(umbrella, 1)];
    await red.connect({ enterprise: [option('yes')] }, organizations.umbrella);
    const { id: organizationId } = organizations.umbrella;
    const preview = pushedView((await red.submitInvite(two, { organizationId })).body);
    expect(await refused(app, await white.sendPreview(preview))).toContain(tooOld);
  });
});

describe('a preview of somebody whom its author needs approval for', () => {
  const by = { userId: users.bob.id };

  it('asks nobody where a rule denies it since', async () => {
    const app = await startAsking();
    const preview = await app.open('ada@example.com as Editor', by.userId);
    const who = { kind: 'members' } as const;
    const rule = { id: 'none', name: 'Nobody there', who, roles: 'all', fate: 'deny' } as const;
    changeSettings(app, { rules: [{ ...rule, domains: ['example.com'] }] });
    const answer = { body: await app.submit(preview, why, by) };
    expect(await refused(app, answer)).toContain('was changed meanwhile');
    expect(app.rows('requests')).toBe(0);
  });

  it('says so where nobody can be asked any more, though Piper does not tell who may invite', async () => {
    const app = await startAsking();
    changeSettings(app, { whoMayInvite: { kind: 'members' } });
    const preview = await app.open('ada@example.com as Admin', by.userId);
    changeSettings(app, { asking: undefined });
    app.piper.onGet = () => [503, 'down'];
    app.clock.now += piper.membersTtl;
    const answer = { body: await app.submit(preview, why, by) };
    expect(await refused(app, answer)).toContain('Nobody can be asked from here any more');
    expect(app.rows('requests')).toBe(0);
  });
});
