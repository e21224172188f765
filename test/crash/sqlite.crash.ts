import { it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectToSurvive } from './storage-survives.ts';

it('SQLite keeps what it acknowledged, whenever the process is killed', () =>
  expectToSurvive({ kind: 'sqlite', directory: temporaryDirectory() }));
