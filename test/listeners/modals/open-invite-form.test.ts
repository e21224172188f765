import { describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';
import { elementIn } from '../../helpers/views.ts';

describe('the role that the form begins with', () => {
  const roleIn = async (app: TestApp) => {
    app.clock.now += 3_600_000;
    return elementIn(await app.open(''), 'role').initial_option;
  };

  it('is the one that its person gave last', async () => {
    const app = await startApp();
    expect(await roleIn(app)).toBeUndefined();
    await app.invite('ada@example.com as Editor');
    app.clock.now += 1_000;
    await app.invite('grace@example.com as Viewer');
    expect(await roleIn(app)).toMatchObject({ text: { text: 'Viewer' } });
  });

  it('is none that they may not give any more', async () => {
    const app = await startApp();
    await app.invite('ada@example.com as Viewer');
    app.piper.roles.splice(
      app.piper.roles.findIndex(({ name }) => name === 'Viewer'),
      1,
    );
    expect(await roleIn(app)).toBeUndefined();
  });
});

describe('the form while Piper does not answer', () => {
  it('opens with the roles that Piper told last, and says that invites are kept', async () => {
    const app = await startApp({ overrides: { breaker: { failures: 2, pause: 60_000 } } });
    app.clock.now += 3_600_000;
    app.piper.onGet = () => [503, 'down'];
    await app.command('');
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    const view = JSON.stringify(app.journal.of('views.update')[0]?.view);
    expect(view).toContain(
      "Piper isn't answering right now. What you send is kept. When Piper is back, I check whether you may give the role, before anything is sent.",
    );
    expect(view).toContain('May change things');
  });

  it('says nothing of it while Piper answers', async () => {
    const app = await startApp();
    await app.command('');
    await eventually(() => expect(app.journal.of('views.update')).toHaveLength(1));
    expect(JSON.stringify(app.journal.of('views.update'))).not.toContain("isn't answering");
  });
});
