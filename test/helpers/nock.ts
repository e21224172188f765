import './pretended-tls.ts';
import { Readable } from 'node:stream';
import nock from 'nock';
import { beforeEach, expect, onTestFinished } from 'vitest';
import { type Handler, replyOf } from './reply.ts';

// An import makes nock take the place of every socket of the process. Other files of the same process speak to real servers.
nock.restore();

/** What the current test has sent and nothing answers. */
let unexpected: string[] = [];

/**
 * Until the test ends, nothing outside of this machine is reached but what nock answers, and a request that it has no answer to
 * fails the test. Once is enough, more do no harm.
 */
function interceptRequests(): void {
  if (nock.isActive()) return;
  unexpected = [];
  nock.activate();
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
  nock.emitter.on('no match', ({ method, url }: Request) => {
    if (!url.startsWith('http://127.')) unexpected.push(`${method} ${url}`);
  });
  onTestFinished(() => {
    nock.emitter.removeAllListeners('no match');
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.restore();
    expect(unexpected, 'requests that nothing answers').toEqual([]);
  });
}

/** Lets the tests of a file reach only what nock answers, and fails one that leaves an expected request unsent. */
export function noNetwork(): void {
  beforeEach(() => {
    interceptRequests();
    onTestFinished(() => {
      expect(nock.pendingMocks()).toEqual([]);
    });
  });
}

/** Puts stand-ins where their hosts are, until the test ends or others take their place. */
export function standIn(handlers: Record<string, Handler>): void {
  interceptRequests();
  nock.cleanAll();
  for (const [host, handle] of Object.entries(handlers)) {
    const scope = nock(host).persist();
    for (const method of ['GET', 'POST', 'PATCH']) {
      scope.intercept(/.*/, method).reply(async (request: Request) => {
        const reply = await replyOf(handle, request, unexpected);
        if (reply === 'hang') return new Promise(() => {});
        return reply === 'drop' ? [200, brokenOff()] : reply;
      });
    }
  }
}

/** A body whose connection breaks before its end. */
const brokenOff = () =>
  new Readable({
    read() {
      this.destroy(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    },
  });
