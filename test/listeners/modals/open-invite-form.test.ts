import { describe, expect, it } from 'vitest';
import { startApp } from '../../helpers/app.ts';
import { eventually } from '../../helpers/eventually.ts';

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
