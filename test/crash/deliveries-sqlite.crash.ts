import { describe, it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectToSurvive } from './deliveries-survive.ts';
import { slow, usual } from './plans.ts';

const sqlite = () => ({ kind: 'sqlite', directory: temporaryDirectory() }) as const;

describe('every invitation that was accepted ends in one membership, and its inviter hears of it', () => {
  it('where the process is killed again and again', () =>
    expectToSurvive(sqlite(), { ...usual, replicas: 1 }));

  it('where Piper is slow and Slack refuses messages, too', () =>
    // So long that some calls are answered before the only process is killed again.
    expectToSurvive(sqlite(), { ...slow, replicas: 1, killPause: 9_000 }));
});
