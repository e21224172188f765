import type { ModalView } from '@slack/types';
import { describe, expect, it } from 'vitest';
import { startInstallable, startUnconnected, type TestApp } from '../helpers/app.ts';
import { wordsOf } from '../helpers/block-limits.ts';
import { eventually } from '../helpers/eventually.ts';
import { organizations } from '../helpers/organizations.ts';
import type { Filled } from '../helpers/payloads.ts';
import { role, roles } from '../helpers/piper.ts';
import { addRule, buttonsIn, pressIn, ruleFilled } from '../helpers/rules.ts';
import { umbrella, users } from '../helpers/slack.ts';
import { elementIn, fieldsIn, option, pushedView, wordsIn } from '../helpers/views.ts';

const admin = option(roles.admin.id, roles.admin.name);
const editor = option(roles.editor.id, roles.editor.name);
const viewer = option(roles.viewer.id, roles.viewer.name);
const overtaken =
  'Somebody else has changed the rules meanwhile. Here they are now; nothing of yours was saved.';
const startAgain = 'somebody else changed the connection meanwhile';

async function start(settings: Filled = {}) {
  const app = await startUnconnected({ env: { PIPER_INVITE_ADMINS: users.carol.id } });
  await app.connect(settings);
  return app;
}

const stored = (app: TestApp): { name: string; id: string }[] =>
  JSON.parse(String(app.query('select settings from connections')[0]?.settings)).rules ?? [];
const names = (app: TestApp) => stored(app).map(({ name }) => name);
const entries = (app: TestApp) => app.record().filter(({ action }) => action === 'rules');

/** Sends one rule; gives the answer, and the list that is beneath it then. */
async function save(app: TestApp, form: ModalView, filled: Filled = {}, userId = users.alice.id) {
  const before = app.updates();
  const answer = await app.submit(form, filled, { viewId: 'V0PUSHED', userId });
  const updates = app.journal.of('views.update');
  return {
    answer,
    list: updates.length > before ? (updates.at(-1)?.view as ModalView) : undefined,
    beneath: updates.at(-1)?.view_id,
  };
}

describe('the list of rules', () => {
  it('begins with what the settings form says', async () => {
    const app = await start({ who: option('members'), roles: [editor, viewer] });
    const words = wordsOf(await app.open('rules'));
    expect(words).toContain('A rule that denies wins over every other');
    expect(words).toContain("Their order doesn't matter.");
    expect(words).toContain(
      '*The settings form* is the first rule: every full member may invite anybody as *Editor* or *Viewer* at once.',
    );
  });

  it('is opened by the button of the settings form, on top of it, which tells how many there are', async () => {
    const app = await start();
    await addRule(app, await app.open('rules'), {});
    const settings = await app.open('settings');
    expect(wordsOf(settings)).toContain('Rules (1)');
    const list = await pressIn(app, settings, 'open_rules');
    expect(app.journal.of('views.push').at(-1)).toMatchObject({
      view: { title: { text: 'Rules' } },
    });
    expect(list.close?.text).toBe('Back');
    const before = app.updates();
    await addRule(app, list, { rule_name: 'Another' });
    await eventually(() => expect(app.updates()).toBe(before + 3));
    const beneath = app.journal.of('views.update').at(-1)?.view as ModalView;
    expect(wordsOf(beneath)).toContain('Rules (2)');
    expect(beneath).toMatchObject({ private_metadata: settings.private_metadata });
    expect(fieldsIn(beneath)).toEqual(fieldsIn(settings));
    await pressIn(app, list, 'remove_rule');
    await eventually(() => expect(app.updates()).toBe(before + 5));
    expect(wordsOf(list)).toContain('*Leads*: Nobody may invite anybody with any role.');
  });

  it('is for those alone who may change the connection', async () => {
    const app = await start();
    expect(wordsIn(await app.open('rules', users.bob.id))).toContain(
      'Only a workspace admin, owner or <@U0CAROL> can change',
    );
    expect(wordsIn(await app.open('rules', users.carol.id))).toContain('*The settings form*');
  });

  it('of a connection that the process brings along does not exist', async () => {
    const app = await startUnconnected({ setUp: 'connected' });
    expect(wordsIn(await app.open('rules'))).toContain('set by whoever runs piper-invite');
  });

  it('is shown while Piper is down, without names of roles, and opens no rule then', async () => {
    const app = await start();
    await addRule(app, await app.open('rules'), { roles: [admin, editor] });
    // A new connection remembers nothing of what Piper said.
    await app.connect();
    app.piper.onGet = () => [503, 'down'];
    const list = await app.open('rules');
    expect(wordsOf(list)).toContain(
      "The names of the roles can't be read right now. Piper isn't answering.",
    );
    expect(wordsOf(list)).toContain('*Leads*: Nobody may invite anybody with one of 2 roles.');
    for (const button of ['edit_rule', 'add_rule']) {
      expect(wordsOf(await pressIn(app, list, button))).toContain(
        "I can't show the form. Piper isn't answering.",
      );
    }
    expect(wordsOf(await pressIn(app, list, 'remove_rule'))).not.toContain('Leads');
  });
});

describe('a rule', () => {
  it('is added, and the list beneath it shows it', async () => {
    const app = await start();
    const form = await pressIn(app, await app.open('rules'), 'add_rule');
    const { answer, list, beneath } = await save(app, form, {
      rule_name: ' The  leads ',
      who: option('chosen'),
      users: [users.bob.id],
      user_groups: [option('S0LEADS', 'Leads')],
      roles: [editor, viewer],
      domains: 'ACME.example, beta.example',
      fate: option('direct'),
      beyond_own_role: [option('yes')],
    });
    expect(answer).toEqual({});
    expect(beneath).toBe('V0FORM');
    expect(wordsOf(list ?? form)).toContain(
      '*The leads*: <@U0BOB> and <!subteam^S0LEADS> may invite addresses of acme.example and beta.example as *Editor* or *Viewer* at once, also above their own role in Piper.',
    );
    expect(stored(app)).toEqual([
      {
        id: expect.any(String),
        name: 'The leads',
        who: { kind: 'chosen', userIds: [users.bob.id], userGroupIds: ['S0LEADS'] },
        roles: [roles.editor.id, roles.viewer.id],
        domains: ['acme.example', 'beta.example'],
        fate: 'direct',
        beyondOwnRole: true,
      },
    ]);
    expect(entries(app)).toMatchObject([
      {
        actor: users.alice.id,
        surface: 'form',
        details: { after: JSON.stringify(stored(app)[0]) },
      },
    ]);
    expect(entries(app)[0]?.details).not.toHaveProperty('before');
  });

  it('is changed, from what it says, and the record has it before and after', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), { roles: [admin] });
    const [before] = stored(app);
    const form = await pressIn(app, list, 'edit_rule');
    expect(elementIn(form, 'rule_name')).toMatchObject({ initial_value: 'Leads' });
    expect(elementIn(form, 'roles')).toMatchObject({ initial_options: [{ value: admin.value }] });
    const saved = await save(app, form, { domains: 'evil.example' });
    expect(wordsOf(saved.list ?? form)).toContain(
      '*Leads*: Nobody may invite addresses of evil.example as *Admin*.',
    );
    const [after] = stored(app);
    expect(after?.id).toBe(before?.id);
    expect(entries(app)[1]?.details).toMatchObject({
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    });
  });

  it('is removed after a question, and the record has what it was', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const [before] = stored(app);
    expect(buttonsIn(list, 'remove_rule')).toMatchObject([
      { confirm: { title: { text: 'Remove this rule?' }, style: 'danger' } },
    ]);
    const after = await pressIn(app, list, 'remove_rule');
    expect(wordsOf(after)).not.toContain('Leads');
    expect(stored(app)).toEqual([]);
    const { details, surface } = entries(app)[1] ?? {};
    expect({ surface, details }).toMatchObject({
      surface: 'button',
      details: { before: JSON.stringify(before) },
    });
    expect(details).not.toHaveProperty('after');
  });

  it('is only saved by somebody who may still change the connection', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const add = await pressIn(app, list, 'add_rule');
    app.slack.on('users.info', () => ({ ok: true, user: { ...users.alice, is_admin: false } }));
    const words = 'Only a workspace admin, owner or';
    expect(wordsIn((await save(app, add, ruleFilled({ rule_name: 'B' }))).answer)).toContain(words);
    expect(wordsIn(await pressIn(app, list, 'remove_rule'))).toContain(words);
    expect(names(app)).toEqual(['Leads']);
  });

  it.each<[string, Filled, Record<string, string>]>([
    ['it has no name', { rule_name: ' ' }, { rule_name: 'Give the rule a name.' }],
    [
      'its name is too long',
      { rule_name: 'x'.repeat(61) },
      { rule_name: 'Choose a name of up to 60 characters.' },
    ],
    [
      'another rule has its name',
      { rule_name: 'taken' },
      { rule_name: 'Another rule has this name. Choose another one.' },
    ],
    [
      'its name may be an address',
      { rule_name: 'eve@evil.example' },
      {
        rule_name:
          "The name stays in the record for good, so there can't be an @ in it. Choose another one.",
      },
    ],
    [
      'it is about nobody',
      { who: option('chosen') },
      { users: 'Choose somebody, or another answer above.' },
    ],
    [
      'it has what is no domain',
      { domains: '???' },
      { domains: '"???" isn\'t a domain. Write it like acme.example.' },
    ],
    [
      'Piper has no such role',
      { roles: [option('role-forged')] },
      { roles: "Piper doesn't have every role that you chose. Choose from those in the menu." },
    ],
    [
      'it goes beyond in denying',
      { beyond_own_role: [option('yes')], roles: [viewer] },
      { beyond_own_role: 'Untick this: whoever is never invited gets no role at all.' },
    ],
    [
      'it goes beyond with all roles',
      { beyond_own_role: [option('yes')], fate: option('direct') },
      { beyond_own_role: 'Choose the roles above, or untick this.' },
    ],
  ])('is not saved where %s, and its form stays', async (_, filled, errors) => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), { rule_name: 'Taken' });
    const form = await pressIn(app, list, 'add_rule');
    const { answer } = await save(app, form, ruleFilled(filled));
    expect(answer).toEqual({ response_action: 'errors', errors });
    expect(names(app)).toEqual(['Taken']);
  });

  it('lets nobody give a role above their own which its author may not give themselves', async () => {
    const app = await start();
    app.piper.join('carol@acme.example', roles.editor);
    const filled = ruleFilled({
      who: option('admins'),
      fate: option('direct'),
      roles: [admin, viewer],
      beyond_own_role: [option('yes')],
    });
    const form = await pressIn(app, await app.open('rules', users.carol.id), 'add_rule', {
      userId: users.carol.id,
    });
    const { answer } = await save(app, form, filled, users.carol.id);
    expect(answer.errors?.beyond_own_role).toBe(
      "You may not give Admin yourself, so you can't let others give it. Take it out above, or untick this.",
    );
    const fine = await save(app, form, { ...filled, roles: [viewer] }, users.carol.id);
    expect(fine.answer).toEqual({});
    expect(names(app)).toEqual(['Leads']);
  });

  it('may be renamed by somebody who may not give its roles, and not be widened', async () => {
    const app = await start();
    app.piper.join('carol@acme.example', roles.editor);
    const beyond = { fate: option('direct'), beyond_own_role: [option('yes')] };
    const list = await addRule(app, await app.open('rules'), {
      ...beyond,
      who: option('admins'),
      roles: [admin],
    });
    const { id: userId } = users.carol;
    const form = await pressIn(app, list, 'edit_rule', { userId });
    const { answer } = await save(app, form, { who: option('members') }, userId);
    expect(answer.errors?.beyond_own_role).toContain('You may not give Admin yourself');
    await save(app, form, { rule_name: 'Renamed' }, userId);
    expect(stored(app)).toMatchObject([{ name: 'Renamed', who: { kind: 'admins' } }]);
  });

  it('warns before every full member could make anybody Admin, and is saved once that is meant', async () => {
    const app = await start();
    const form = await pressIn(app, await app.open('rules'), 'add_rule');
    const filled = ruleFilled({
      fate: option('direct'),
      roles: [admin, editor],
      beyond_own_role: [option('yes')],
    });
    const { view } = (await save(app, form, filled)).answer;
    const warning = 'Every full member could make anybody Admin in Piper.';
    expect(wordsIn(view)).toContain(warning);
    expect(view?.title.text).toBe('Add a rule');
    expect(stored(app)).toEqual([]);
    const again = await save(app, view ?? form, filled);
    expect(again.answer.errors).toEqual({
      risk: 'Tick this if it is meant, or choose other people or roles.',
    });
    const forged = await save(app, view ?? form, { ...filled, risk: [option('yes')] });
    expect(wordsIn(forged.answer.view)).toContain(warning);
    expect(stored(app)).toEqual([]);
    const { options } = elementIn(view, 'risk');
    const { list } = await save(app, view ?? form, { ...filled, risk: options });
    expect(names(app)).toEqual(['Leads']);
    expect(wordsOf(list ?? form)).toContain(
      'Mind that every full member could make anybody *Admin* in Piper.',
    );
  });

  it('keeps a role that is gone from Piper until somebody takes it out', async () => {
    const app = await start();
    app.piper.roles.push(role('Pilot'));
    const pilot = app.piper.roles.at(-1);
    const list = await addRule(app, await app.open('rules'), {
      roles: [option(pilot?.id ?? '', 'Pilot'), viewer],
    });
    app.piper.roles.pop();
    app.clock.now += 61_000;
    const words =
      '*Leads*: Nobody may invite anybody as *Viewer* or a role that Piper no longer has.';
    expect(wordsOf(await app.open('rules'))).toContain(words);
    const form = await pressIn(app, list, 'edit_rule');
    expect(wordsIn(elementIn(form, 'roles'))).toContain('A role that Piper no longer has');
    const kept = await save(app, form, { rule_name: 'Renamed' });
    expect(wordsOf(kept.list ?? form)).toContain(words.replace('Leads', 'Renamed'));
    expect(stored(app)).toMatchObject([
      { roles: expect.arrayContaining([pilot?.id, viewer.value]) },
    ]);
    const again = await pressIn(app, kept.list ?? form, 'edit_rule');
    await save(app, again, { roles: [viewer] });
    expect(stored(app)).toMatchObject([{ roles: [viewer.value] }]);
  });

  it('finds its roles by searching where there are many', async () => {
    const app = await start();
    app.piper.roles.push(...Array.from({ length: 150 }, (_, at) => role(`Role ${at}`)));
    app.clock.now += 61_000;
    const form = await pressIn(app, await app.open('rules'), 'add_rule');
    expect(elementIn(form, 'roles').type).toBe('multi_external_select');
    const metadata = form.private_metadata ?? '';
    expect(await app.optionsOf('roles', 'Role 149', { metadata })).toEqual(['Role 149']);
    expect(await app.optionsOf('roles', '', { metadata, userId: users.bob.id })).toEqual([]);
  });
});

describe('the rules of a whole Slack organization', () => {
  it('are for its own admins alone', async () => {
    const app = await startInstallable({ home: umbrella });
    await app.install(umbrella);
    const orgAdmin = (is: boolean) =>
      app.slack.on('users.info', () => ({
        ok: true,
        user: {
          ...users.alice,
          enterprise_user: {
            enterprise_id: umbrella.enterpriseId,
            teams: umbrella.teamIds,
            is_admin: is,
          },
        },
      }));
    orgAdmin(true);
    await app.connect({ enterprise: [option('yes')] }, organizations.umbrella);
    const list = await addRule(app, await app.open('rules'), {});
    const form = await pressIn(app, list, 'edit_rule');
    expect(entries(app)).toMatchObject([{ workspace: umbrella.enterpriseId }]);
    orgAdmin(false);
    const words = 'holds for your whole Slack organization, so only its admins and its owners';
    expect(wordsIn(await app.open('rules'))).toContain(words);
    expect(wordsIn((await save(app, form, { domains: 'a.example' })).answer)).toContain(words);
    for (const button of ['add_rule', 'edit_rule', 'remove_rule']) {
      expect(wordsIn(await pressIn(app, list, button))).toContain(words);
    }
    expect(stored(app)).toMatchObject([{ domains: 'all' }]);
  });
});

describe('the twenty-first rule', () => {
  it('can not be added', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const add = await pressIn(app, list, 'add_rule');
    let last = list;
    for (let count = 2; count <= 19; count += 1) {
      const target = { ...JSON.parse(last.private_metadata ?? ''), listViewId: 'V0FORM' };
      const form = { ...add, private_metadata: JSON.stringify(target) };
      last = (await save(app, form, ruleFilled({ rule_name: `Rule ${count}` }))).list ?? last;
    }
    expect(stored(app)).toHaveLength(19);
    expect(buttonsIn(last, 'add_rule')).toEqual([]);
    expect(wordsOf(last)).toContain('There are 20 rules with the settings form');
    expect(wordsOf(await pressIn(app, list, 'add_rule'))).toContain('There are 20 rules');
    const { list: now } = await save(app, add, ruleFilled({ rule_name: 'One more' }));
    expect(wordsOf(now ?? add)).toContain(overtaken);
    expect(stored(app)).toHaveLength(19);
  });
});

describe('two admins at once', () => {
  it('save one of two rules, and the other reads what there is now', async () => {
    const app = await start();
    const list = await app.open('rules');
    const mine = await pressIn(app, list, 'add_rule');
    const theirs = await pressIn(app, list, 'add_rule', { userId: users.carol.id });
    await save(app, theirs, ruleFilled({ rule_name: 'Theirs' }), users.carol.id);
    const { answer, list: now } = await save(app, mine, ruleFilled({ rule_name: 'Mine' }));
    expect(answer).toEqual({});
    expect(wordsOf(now ?? mine)).toContain(overtaken);
    expect(wordsOf(now ?? mine)).toContain('*Theirs*');
    expect(names(app)).toEqual(['Theirs']);
    expect(entries(app).map(({ actor }) => actor)).toEqual([users.carol.id]);
    await addRule(app, now ?? mine, { rule_name: 'Mine' });
    expect(names(app)).toEqual(['Theirs', 'Mine']);
  });

  it('save one of two rules that come in the same moment', async () => {
    const app = await start();
    const form = await pressIn(app, await app.open('rules'), 'add_rule');
    await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) => save(app, form, ruleFilled({ rule_name: name }))),
    );
    expect(stored(app)).toHaveLength(1);
    expect(entries(app)).toHaveLength(1);
  });

  it('neither remove nor change what the other has changed', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const edit = await pressIn(app, list, 'edit_rule');
    await save(app, edit, { domains: 'acme.example' }, users.carol.id);
    const now = await pressIn(app, list, 'remove_rule');
    expect(wordsOf(now)).toContain(overtaken);
    expect(wordsOf(now)).toContain('addresses of acme.example');
    await save(app, edit, { domains: 'evil.example' });
    expect(stored(app)).toMatchObject([{ domains: ['acme.example'] }]);
    await pressIn(app, now, 'remove_rule');
    // What an earlier press shows may still be on its way.
    await eventually(async () =>
      expect(wordsOf(await pressIn(app, list, 'edit_rule'))).toContain('This rule is gone'),
    );
  });

  it('keep their settings and their rules apart', async () => {
    const app = await start();
    const settings = await app.open('settings');
    const form = await pressIn(app, await app.open('rules'), 'add_rule');
    await app.submit(settings, { who: option('members') }, { userId: users.carol.id });
    expect((await save(app, form, ruleFilled())).answer).toEqual({});
    expect(names(app)).toEqual(['Leads']);
    const later = await app.open('settings');
    await app.submit(later, { who: option('admins') });
    expect(names(app)).toEqual(['Leads']);
  });
});

describe('what is forged', () => {
  it('reaches no rule of another connection', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const edit = await pressIn(app, list, 'edit_rule');
    await app.connect();
    const before = stored(app);
    expect(before).toHaveLength(1);
    for (const button of ['edit_rule', 'add_rule', 'remove_rule']) {
      expect(wordsIn(await pressIn(app, list, button))).toContain(startAgain);
    }
    expect(wordsIn((await save(app, edit, { domains: 'a.example' })).answer)).toContain(startAgain);
    expect(stored(app)).toEqual(before);
  });

  it('finds no rule by an id that there is not, nor the settings form', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), {});
    const edit = await pressIn(app, list, 'edit_rule');
    for (const id of ['settings', 'forged', '__proto__']) {
      const metadata = list.private_metadata;
      const before = app.updates();
      await app.press({ action_id: 'remove_rule', value: id }, { isInModal: true, metadata });
      expect(wordsOf(await app.updatedView(before))).toContain('nothing of yours was saved');
      const private_metadata = JSON.stringify({
        ...JSON.parse(edit.private_metadata ?? ''),
        ruleId: id,
      });
      const { list: now } = await save(
        app,
        { ...edit, private_metadata },
        { domains: 'a.example' },
      );
      expect(wordsOf(now ?? edit)).toContain(overtaken);
    }
    expect(stored(app)).toMatchObject([{ name: 'Leads', domains: 'all' }]);
  });
});

describe('a rule that denies', () => {
  const deny = { rule_name: 'No admins', roles: [admin] };

  it('binds whoever may connect, too, who can take it away', async () => {
    const app = await start();
    const list = await addRule(app, await app.open('rules'), deny);
    await app.command('ada@example.com as Admin');
    await eventually(() => expect(app.said().privately).toHaveLength(1));
    expect(app.piper.added).toBe(0);
    await app.invite('ada@example.com as Viewer');
    expect(app.piper.added).toBe(1);
    await pressIn(app, list, 'remove_rule');
    await app.invite('joan@example.com as Admin');
    expect(app.piper.added).toBe(2);
  });

  it('counts between the form and the press', async () => {
    const app = await start();
    const list = await app.open('rules');
    const form = await app.open('');
    expect(fieldsIn(form)).toContain('role');
    const several = 'ada@example.com, joan@example.com';
    const preview = pushedView(
      (await app.submitInvite({ addresses: several, role: roles.admin })).body,
    );
    await addRule(app, list, deny);
    const { body } = await app.submitInvite({ addresses: 'ada@example.com', role: roles.admin });
    expect(body).toMatchObject({ response_action: 'errors' });
    expect(wordsIn((await app.sendPreview(preview)).body)).toContain('changed meanwhile');
    await app.finish();
    expect(app.piper.added).toBe(0);
  });

  it('counts between the order and the sending', async () => {
    const app = await start();
    const list = await app.open('rules');
    app.piper.onAdd = async (_keep, attempts) => {
      if (attempts > 1) return undefined;
      await addRule(app, list, deny);
      return [503, 'down'];
    };
    await app.command('ada@example.com as Admin');
    await app.finish();
    expect(app.piper.addresses()).not.toContain('ada@example.com');
    expect([...app.said().privately, ...app.said().directly].join('\n')).toContain(
      "*ada@example.com* wasn't invited to *Acme Robotics*.",
    );
  });
});
