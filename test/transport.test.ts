import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delivery, piper } from '../src/limits.ts';
import { createBreaker } from '../src/piper/breaker.ts';
import { createPiperClient } from '../src/piper/client.ts';
import { createTransport } from '../src/transport.ts';
import { fakeTiming } from './helpers/fake-timing.ts';

let transport: Dispatcher;
let waiting: ServerResponse[];
let server: ReturnType<typeof createServer>;
let origin: string;

/** Answers at once, not at all, or with more than anybody wants to read. */
beforeEach(async () => {
  transport = createTransport();
  waiting = [];
  server = createServer(({ url }, response) => {
    if (url === '/slow') waiting.push(response);
    else if (url?.startsWith('/big/')) response.end('x'.repeat(piper.answerBytes + 1));
    else response.end('here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await transport.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('an answer of more than 8 MiB', () => {
  const options = () => ({
    apiUrl: `${origin}/big`,
    token: 'pat_abc',
    dispatcher: transport,
    breaker: createBreaker(piper.breaker),
    timing: fakeTiming(() => 0.5),
  });
  const refusal = { failure: { kind: 'unavailable', contact: 'broken_off' } };

  it('is refused to whoever reads', async () => {
    const reading = createPiperClient(options()).listOrganizations();
    await expect(reading).rejects.toMatchObject(refusal);
  });

  it('is refused to whoever writes, who knows that Piper has answered', async () => {
    const writing = createPiperClient(options()).addMember('org-1', 'ada@example.com', 'role-1');
    await expect(writing).rejects.toMatchObject(refusal);
  });
});

describe('the connections of the process', () => {
  it('have room for somebody while many organizations wait for Piper and long lists are read', async () => {
    const organizations = 10;
    const busy = Array.from({ length: organizations * delivery.concurrency + piper.pagesAtOnce });
    const slow = busy.map(() => request(`${origin}/slow`, { dispatcher: transport }));
    const quick = await request(`${origin}/quick`, { dispatcher: transport });
    expect(await quick.body.text()).toBe('here');
    expect(waiting.length).toBeGreaterThan(0);
    for (const response of waiting) response.end();
    await Promise.all(slow.map(async (answer) => (await answer).body.dump()));
  });
});
