import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webServer } from '../../src/receivers/limits.ts';
import { close, createWebServer, listen, type Route } from '../../src/receivers/web-server.ts';
import { keptLog } from '../helpers/log-lines.ts';

const { log, lines } = keptLog();
const serverOf = (routes: Record<string, Route>, limits?: Parameters<typeof createWebServer>[2]) =>
  createWebServer(routes, log, limits);

let server: Server;
let port: number;
let posted: string[];

beforeEach(async () => {
  posted = [];
  server = serverOf({
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
  await close(server, Promise.resolve());
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
    const second = serverOf({});
    await expect(listen(second, port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('a web server that is closed', () => {
  const answerOf = async (socket: Socket) => {
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer;
  };
  const question = 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n';
  const connected = async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  it('takes no new connections, and answers on those it has until what it is told of has ended', async () => {
    const socket = await connected();
    const answer = answerOf(socket);
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    let isClosed = false;
    const closed = close(server, ended).then(() => {
      isClosed = true;
    });
    await expect.poll(() => server.listening).toBe(false);
    await expect(connected()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    socket.write(question);
    await once(server, 'request');
    socket.write(question);
    await once(server, 'request');
    expect(isClosed).toBe(false);
    end();
    await closed;
    expect((await answer).match(/ok/g)).toHaveLength(2);
  });

  it('answers what a connection that waited for its next request has sent by then', async () => {
    const socket = await connected();
    socket.write(question);
    await once(socket, 'data');
    const answer = answerOf(socket);
    socket.write(question);
    await close(server, Promise.resolve());
    expect(await answer).toMatch(/ok/);
  });

  it('answers all who are connecting just then, and ask a little later', async () => {
    const connecting = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    const answers = connecting.map(answerOf);
    const closed = close(server, Promise.resolve());
    await expect.poll(() => server.listening).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const socket of connecting) socket.end(question);
    await closed;
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/ok/);
  });

  it('sends an answer that is under way before it closes', async () => {
    const { promise: finish, resolve: answerNow } = Promise.withResolvers<void>();
    const slow = serverOf({
      'GET /slow': async (_, response) => {
        await finish;
        response.end('done');
      },
    });
    const slowPort = await listen(slow, 0, '127.0.0.1');
    const answer = fetch(`http://127.0.0.1:${slowPort}/slow`).then((each) => each.text());
    await once(slow, 'request');
    const closed = close(slow, Promise.resolve());
    await expect.poll(() => slow.listening).toBe(false);
    answerNow();
    expect(await answer).toBe('done');
    await closed;
  });

  it('does not wait long for somebody who asks nothing', async () => {
    const silent = await connected();
    const answer = answerOf(silent);
    await close(server, Promise.resolve());
    expect(await answer).toBe('');
  });
});

describe('a route that fails', () => {
  const failing = (answer: 'nothing' | 'half') =>
    serverOf({
      'GET /': async (_, response) => {
        if (answer === 'half') response.writeHead(200, { 'content-length': 10 }).write('half');
        throw new Error('in the middle of it');
      },
    });

  it.each(['nothing', 'half'] as const)('having sent %s, ends the request', async (answer) => {
    const broken = failing(answer);
    const port = await listen(broken, 0, '127.0.0.1');
    const request = get({ port, host: '127.0.0.1' });
    const ended =
      answer === 'half'
        ? once(request, 'response').then(([response]: IncomingMessage[]) => response?.toArray())
        : once(request, 'response');
    await expect(ended).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(lines().at(-1)).toMatchObject({ level: 'error', msg: 'request failed' });
    await close(broken, Promise.resolve());
  });
});

describe('a client that takes its time', () => {
  const limits: Record<keyof typeof webServer, number> = {
    ...webServer,
    headersTimeout: 60,
    requestTimeout: 120,
    connectionsCheckingInterval: 20,
  };

  async function startStrict(more: Partial<typeof limits> = {}) {
    const strict = serverOf(
      {
        'GET /healthz': (_, response) => void response.end('ok'),
        'POST /slack/events': async (request, response) => {
          for await (const _ of request);
          response.end('ok');
        },
      },
      { ...limits, ...more },
    );
    const port = await listen(strict, 0, '127.0.0.1');
    return {
      port,
      stop: async () => {
        strict.closeAllConnections();
        await close(strict, Promise.resolve());
      },
    };
  }

  /** Sends bytes and then nothing; gives what is answered before the server closes the connection, and after how long. */
  async function silentAfter(port: number, text: string) {
    const began = performance.now();
    const socket = connect(port, '127.0.0.1');
    socket.write(text);
    const chunks: unknown[] = await socket.toArray().catch(() => []);
    return { answer: chunks.join(''), after: performance.now() - began };
  }

  it.each([
    ['no byte', ''],
    ['half of its headers', 'GET /healthz HTTP/1.1\r\nHost: x\r\n'],
    ['half of its body', 'POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc'],
  ])('and has sent %s is let go of at the limit', async (_, text) => {
    const { port, stop } = await startStrict();
    const { answer, after } = await silentAfter(port, text);
    expect(statusOf(answer)).toBe(408);
    expect(after).toBeLessThan(1_000);
    await stop();
  });

  it('is not helped by a byte now and then', async () => {
    const { port, stop } = await startStrict();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
    const dripping = setInterval(() => socket.write('.'), 10);
    await new Promise((closed) => socket.once('close', closed));
    clearInterval(dripping);
    expect(
      statusOf(await raw('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')),
    ).toBe(200);
    await stop();
  });

  it('is turned away where there are as many connections as may be', async () => {
    const { port, stop } = await startStrict({ maxConnections: 1 });
    const first = connect(port, '127.0.0.1');
    await once(first, 'connect');
    const second = connect(port, '127.0.0.1');
    second.on('error', () => {});
    await new Promise((closed) => second.once('close', closed));
    first.destroy();
    await once(first, 'close');
    expect(
      statusOf(
        (await silentAfter(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'))
          .answer,
      ),
    ).toBe(200);
    await stop();
  });

  it('may not send more headers than there is any use for', async () => {
    const { port, stop } = await startStrict();
    const { answer } = await silentAfter(
      port,
      `GET /healthz HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(431);
    await stop();
  });
});
