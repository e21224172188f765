import { describe, expect, it } from 'vitest';
import { startApp, startUnconnected } from '../helpers/app.ts';
import { eventually } from '../helpers/eventually.ts';
import { roles } from '../helpers/piper.ts';
import { wordsIn } from '../helpers/views.ts';

/** A new process with what another one has stored, while Piper answers nothing. */
async function startWhilePiperIsDown() {
  const first = await startUnconnected();
  await first.connect();
  await first.open('');
  await first.finish();
  const { outside, directory } = first;
  outside.piper.onGet = () => [503, 'down'];
  const app = await startApp({ setUp: 'unconnected', outside, directory });
  app.forget();
  return app;
}

describe('a process that starts while Piper is down', () => {
  it('opens the form with the roles and the name that were kept', async () => {
    const app = await startWhilePiperIsDown();
    const form = await app.open('');
    expect(form).toMatchObject({ callback_id: 'invite' });
    expect(JSON.stringify(form)).toContain(roles.editor.name);
    expect(wordsIn(form)).toContain('Acme Robotics');
  });

  it('takes an invite, and sends it when Piper is back, after it was decided', async () => {
    const app = await startWhilePiperIsDown();
    await app.command('ada@example.com as Editor');
    await eventually(() => expect(app.query('select * from invitations')).toHaveLength(1));
    expect(app.piper.added).toBe(0);
    app.piper.onGet = undefined;
    await eventually(() => expect(app.piper.addresses()).toContain('ada@example.com'));
  });
});
