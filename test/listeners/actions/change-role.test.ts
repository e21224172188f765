import { describe, expect, it } from 'vitest';
import { startInstallable, type TestApp } from '../../helpers/app.ts';
import { elsewhere, partlyFailed, startUmbrella } from '../../helpers/batch-buttons.ts';
import { organizations } from '../../helpers/organizations.ts';
import { acme } from '../../helpers/slack.ts';
import { wordsIn } from '../../helpers/views.ts';

/** Presses the button beside somebody in a batch; gives what the modal says in the end. */
async function press(app: TestApp, from: Pick<TestApp, 'press'>, value: string) {
  const before = app.updates();
  await from.press({ type: 'button', action_id: 'change_role', value });
  return wordsIn(await app.updatedView(before));
}

describe('"Change role" beside somebody in a batch', () => {
  const gone = 'I no longer know whom this button is about. Nothing was changed.';

  it('opens the form for them where the batch was sent', async () => {
    const umbrella = await startUmbrella();
    const { app } = umbrella;
    const { batchId } = await partlyFailed(umbrella);
    expect(await press(app, umbrella.from, `${batchId} 0`)).toContain(
      '*p0@example.com* is in *Umbrella Inc.* as *Umbrella Editor*.',
    );
  });

  it.each(elsewhere)('pressed in %s names nobody, and says why', async (_case, place, at) => {
    const umbrella = await startUmbrella(place);
    const { app } = umbrella;
    const { batchId } = await partlyFailed(umbrella);
    const words = await press(app, app.in(place, at), `${batchId} 0`);
    expect(words).toContain(gone);
    expect(words).not.toContain('@example.com');
  });

  it('names nobody where the batch has nobody at that place, or there is no such batch', async () => {
    const umbrella = await startUmbrella();
    const { app } = umbrella;
    const { batchId } = await partlyFailed(umbrella);
    expect(await press(app, umbrella.from, `${batchId} 4`)).toContain(gone);
    expect(await press(app, umbrella.from, 'no-such-batch 0')).toContain(gone);
  });

  it('names nobody where the workspace has been connected to another organization', async () => {
    const app = await startInstallable();
    await app.install(acme);
    const from = app.in(acme);
    await from.connect({}, organizations.acme);
    const { batchId } = await partlyFailed({ app, from, role: 'Acme Editor' });
    await from.connect({}, organizations.globex);
    const words = await press(app, from, `${batchId} 0`);
    expect(words).toContain(
      'This workspace is connected to *Globex Inc.* now, so nothing was changed.',
    );
    expect(words).not.toContain('@example.com');
  });
});
