import nock from 'nock';
import { expect, it } from 'vitest';
import { platformToken as token } from '../helpers/app.ts';
import { startUnconnected } from '../helpers/unconnected.ts';

it('tokens whose settings never came are deleted after half an hour, though nobody asks for them', async () => {
  const app = await startUnconnected();
  await app.submit(await app.open('connect'), { token });
  await app.finish();
  const waitingAfter = async (minutes: number) => {
    nock.cleanAll();
    const { directory, clock } = app;
    const later = await startUnconnected({ directory, at: clock.now + minutes * 60_000 });
    await later.finish();
    return app.query('select id from pending_connections').length;
  };
  expect(await waitingAfter(29)).toBe(1);
  expect(await waitingAfter(30)).toBe(0);
});
