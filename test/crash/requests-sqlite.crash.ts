import { describe, it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectOneToBeFirst } from './requests-race.ts';
import { expectRequestsToSurvive } from './requests-survive.ts';

const sqlite = () => ({ kind: 'sqlite', directory: temporaryDirectory() }) as const;

describe('a request for approval', () => {
  it('is approved once where two people press at the same moment', () =>
    expectOneToBeFirst(sqlite(), 1));

  it('ends as it was decided, and everybody hears of it, whenever its process is killed', () =>
    expectRequestsToSurvive(sqlite()));
});
