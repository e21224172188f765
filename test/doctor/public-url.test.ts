import { afterAll, expect, it } from 'vitest';
import { parseConfig } from '../../src/config.ts';
import { checkPublicUrl } from '../../src/doctor/public-url.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { startInstallable } from '../helpers/app.ts';

const dispatcher = createTransport();
afterAll(() => dispatcher.destroy());

it('an address that leads to the product itself is recognized', async () => {
  const { url } = await startInstallable();
  const config = parseConfig({
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'the-client-secret',
    SLACK_SIGNING_SECRET: 'the-signing-secret',
    PUBLIC_URL: url,
    HOST: '127.0.0.1',
    PORT: new URL(url).port,
  });
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  expect(await checkPublicUrl(config.value, dispatcher)).toEqual({
    check: 'PUBLIC_URL',
    state: 'ok',
    message: `${url} leads here.`,
  });
});
