import type { ServerResponse } from 'node:http';
import { type Dispatcher, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delivery, piper } from '../../src/limits.ts';
import { createBreaker } from '../../src/piper/breaker.ts';
import { createPiperClient } from '../../src/piper/client.ts';
import { createTransport } from '../../src/utils/http-transport.ts';
import { fakeClock } from '../helpers/fake-clock.ts';
import { serve } from '../helpers/http-server.ts';

let transport: Dispatcher;
let waiting: ServerResponse[];
let server: Awaited<ReturnType<typeof serve>>;

/** Answers at once, not at all, or with more than anybody wants to read. */
beforeEach(async () => {
  transport = createTransport();
  waiting = [];
  server = await serve(async ({ url }, response) => {
    if (url === '/slow') waiting.push(response);
    else if (url?.startsWith('/big/')) response.end('x'.repeat(piper.maxResponseBytes + 1));
    else response.end('here');
  });
});
afterEach(async () => {
  await transport.destroy();
  await server.stop();
});

describe('an answer of more than 8 MiB', () => {
  const options = () => ({
    apiUrl: `${server.url}/big`,
    token: 'pat_abc',
    dispatcher: transport,
    breaker: createBreaker({ ...piper.breaker, now: Date.now }),
    clock: fakeClock(() => 0.5),
  });
  const denial = { failure: { kind: 'unavailable', contact: 'broken_off' } };

  it('is refused to whoever reads', async () => {
    const reading = createPiperClient(options()).listOrganizations();
    await expect(reading).rejects.toMatchObject(denial);
  });

  it('is refused to whoever writes, who knows that Piper has answered', async () => {
    const writing = createPiperClient(options()).addMember('org-1', 'ada@example.com', 'role-1');
    await expect(writing).rejects.toMatchObject(denial);
  });
});

describe('the connections of the process', () => {
  it('have room for somebody while many organizations wait for Piper and long lists are read', async () => {
    const organizations = 10;
    const busy = Array.from({
      length: organizations * delivery.concurrency + piper.concurrentPages,
    });
    const slow = busy.map(() => request(`${server.url}/slow`, { dispatcher: transport }));
    const quick = await request(`${server.url}/quick`, { dispatcher: transport });
    expect(await quick.body.text()).toBe('here');
    expect(waiting.length).toBeGreaterThan(0);
    for (const response of waiting) response.end();
    await Promise.all(slow.map(async (answer) => (await answer).body.dump()));
  });
});
