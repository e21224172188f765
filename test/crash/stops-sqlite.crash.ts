import { it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectStopsToLoseNothing } from './stops-survive.ts';

it('the only process is stopped again and again, and whatever it had accepted is done once', () =>
  expectStopsToLoseNothing({ kind: 'sqlite', directory: temporaryDirectory() }, { replicas: 1 }));
