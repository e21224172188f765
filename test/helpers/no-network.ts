import nock from 'nock';
import { afterEach, beforeAll, expect } from 'vitest';

/** Lets a test file reach only what nock answers, and fails a test that leaves an expected request unsent. */
export function noNetwork(): void {
  beforeAll(() => {
    nock.disableNetConnect();
  });
  afterEach(() => {
    const unsent = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    expect(unsent).toEqual([]);
  });
}
