import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delivery, piper } from '../src/limits.ts';
import { createTransport } from '../src/transport.ts';

let transport: Dispatcher;
let waiting: ServerResponse[];
let server: ReturnType<typeof createServer>;
let origin: string;

/** Answers at once, or not at all. */
beforeEach(async () => {
  transport = createTransport();
  waiting = [];
  server = createServer(({ url }, response) => {
    if (url === '/slow') waiting.push(response);
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
