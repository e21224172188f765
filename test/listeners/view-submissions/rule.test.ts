import { describe, expect, it } from 'vitest';
import { slack as limits } from '../../../src/limits.ts';
import { startUnconnected, type TestApp } from '../../helpers/app.ts';
import { hold, shortenTimeouts } from '../../helpers/held.ts';
import { roles } from '../../helpers/piper.ts';
import { pressIn, ruleFilled } from '../../helpers/rules.ts';
import { option, wordsIn } from '../../helpers/views.ts';

const onTop = { viewId: 'V0PUSHED' };
const names = (app: TestApp) =>
  (JSON.parse(String(app.query('select settings from connections')[0]?.settings)).rules ?? []).map(
    ({ name }: { name: string }) => name,
  );

async function newRule() {
  const app = await startUnconnected();
  await app.connect();
  return { app, form: await pressIn(app, await app.open('rules'), 'add_rule') };
}

/** Piper answers only once it is released, after Slack has stopped waiting. */
async function saveSlowly(filled: Parameters<typeof ruleFilled>[0]) {
  const { app, form } = await newRule();
  app.clock.now += 2 * 60_000;
  const { held, release } = hold();
  app.piper.beforeAnswer = () => held;
  shortenTimeouts(limits.lookupBeforeAnswer);
  app.forget();
  const waiting = await app.submit(form, ruleFilled(filled), onTop);
  expect(wordsIn(waiting.view)).toContain('Saving the rule…');
  release();
  return app;
}

describe('a rule that takes long to save', () => {
  it('is saved, and says so in its place', async () => {
    const app = await saveSlowly({ roles: [option(roles.viewer.id)] });
    await app.stop();
    const [list, top] = app.journal.of('views.update');
    expect(list?.view_id).toBe('V0FORM');
    expect(wordsIn(list)).toContain('*Leads*');
    expect(top?.view_id).toBe('V0PUSHED');
    expect(wordsIn(top)).toContain('The rule is saved.');
    expect(names(app)).toEqual(['Leads']);
  });

  it('says what was wrong with it where there is no field any more', async () => {
    const app = await saveSlowly({ roles: [option('forged')] });
    await app.stop();
    const [top, ...others] = app.journal.of('views.update');
    expect(others).toEqual([]);
    expect(wordsIn(top)).toContain("Piper doesn't have every role that you chose.");
    expect(wordsIn(top)).toContain('`/piper-invite rules` to start again');
    expect(names(app)).toEqual([]);
  });
});

describe('a rule whose list can not be shown', () => {
  it('is saved, and says so in its place', async () => {
    const { app, form } = await newRule();
    app.slack.fail('views.update', 'internal_error');
    const { view } = await app.submit(form, ruleFilled(), onTop);
    expect(wordsIn(view)).toContain('The rule is saved.');
    expect(names(app)).toEqual(['Leads']);
    expect(app.logged('list of rules could not be updated')).toHaveLength(1);
  });

  it('was closed meanwhile is saved', async () => {
    const { app, form } = await newRule();
    app.slack.fail('views.update', 'not_found');
    const { view } = await app.submit(form, ruleFilled(), onTop);
    expect(wordsIn(view)).toContain('The rule is saved.');
    expect(names(app)).toEqual(['Leads']);
  });
});

describe('a rule while Piper is down', () => {
  it('is saved with the roles that it names, and with no other', async () => {
    const { app, form } = await newRule();
    await app.submit(form, ruleFilled({ roles: [option(roles.viewer.id)] }), onTop);
    const edit = await pressIn(app, await app.open('rules'), 'edit_rule');
    // A new connection remembers nothing of what Piper said.
    await app.connect();
    app.piper.onGet = () => [503, 'down'];
    const { connectionId } = JSON.parse((await app.open('rules')).private_metadata ?? '');
    const target = { ...JSON.parse(edit.private_metadata ?? ''), connectionId };
    const shown = { ...edit, private_metadata: JSON.stringify(target) };
    const { errors } = await app.submit(shown, { roles: [option(roles.admin.id)] }, onTop);
    expect(errors?.roles).toBe(
      "Nothing was saved. Piper isn't answering. Try again in a few minutes.",
    );
    expect(await app.submit(shown, { rule_name: 'Renamed' }, onTop)).toEqual({});
    expect(names(app)).toEqual(['Renamed']);
  });
});
