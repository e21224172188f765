import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { close, createWebServer, listen } from '../../src/receivers/web-server.ts';

let server: Server;
let port: number;
let posted: string[];

beforeEach(async () => {
  posted = [];
  server = createWebServer({
    'GET /healthz': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    },
    'POST /slack/events': async (request, response) => {
      try {
        for await (const chunk of request) posted.push(String(chunk));
        response.writeHead(200).end();
      } catch {
        posted.push('broken off');
      }
    },
  });
  port = await listen(server, 0, '127.0.0.1');
});

afterEach(async () => {
  server.closeAllConnections();
  await close(server);
});

/** Sends bytes as they are, and gives the whole answer. */
async function raw(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

const request = (line: string) => raw(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
const statusOf = (answer: string) => Number(answer.split(' ')[1]);

describe('a web server with two routes', () => {
  it.each([
    ['GET /healthz', 200],
    ['GET /healthz?from=probe', 200],
    ['HEAD /healthz', 200],
    ['GET /', 404],
    ['GET /healthz/', 404],
    ['GET /HEALTHZ', 404],
    ['GET /slack/events', 404],
    ['HEAD /slack/events', 404],
    ['POST /healthz', 404],
    ['PUT /slack/events', 404],
    ['GET //', 404],
    ['GET //healthz', 404],
    ['GET /%', 404],
    ['GET /%ff%00', 404],
    ['GET /../../etc/passwd', 404],
    ['GET ?', 400],
    ['GET http://[', 404],
    ['OPTIONS *', 404],
    ['DELETE /constructor', 404],
    ['GET /__proto__', 404],
  ])('answers %s with %d, and goes on', async (line, status) => {
    expect(statusOf(await request(line))).toBe(status);
    expect(statusOf(await request('GET /healthz'))).toBe(200);
  });

  it('answers HEAD as GET, without the body', async () => {
    const head = await request('HEAD /healthz');
    expect(head).toContain('text/plain');
    expect(head.split('\r\n\r\n')[1]).toBe('');
    expect(await request('GET /healthz')).toMatch(/ok/);
  });

  it.each([
    ['nonsense', 'nonsense\r\n\r\n'],
    ['nothing', ''],
    ['half a request', 'GET /healthz HTT'],
    ['half a body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc'],
    ['a tunnel', 'CONNECT example.com:443 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('outlives %s', async (_, text) => {
    await raw(text).catch(() => {});
    expect(statusOf(await request('GET /healthz'))).toBe(200);
  });

  it('hands a request to its route', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/slack/events`, {
      method: 'POST',
      body: 'text=help',
    });
    expect(answer.status).toBe(200);
    expect(posted).toEqual(['text=help']);
  });

  it('tells where a port cannot be had', async () => {
    const second = createWebServer({});
    await expect(listen(second, port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('stops only when the last answer is out, and drops idle connections', async () => {
    const { promise: finish, resolve: answerNow } = Promise.withResolvers<void>();
    const slow = createWebServer({
      'GET /slow': async (_, response) => {
        await finish;
        response.end('done');
      },
    });
    const slowPort = await listen(slow, 0, '127.0.0.1');
    const answer = fetch(`http://127.0.0.1:${slowPort}/slow`).then((each) => each.text());
    await once(slow, 'request');
    let isClosed = false;
    const closed = close(slow).then(() => {
      isClosed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(false);
    answerNow();
    expect(await answer).toBe('done');
    slow.closeIdleConnections();
    await closed;
  });
});
