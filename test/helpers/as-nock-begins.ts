import nock from 'nock';

/** Every test file begins with no answers of nock's, and reaches this machine only, whatever files the process ran before. */
nock.abortPendingRequests();
nock.cleanAll();
nock.emitter.removeAllListeners('no match');
nock.disableNetConnect();
nock.enableNetConnect('127.0.0.1');
