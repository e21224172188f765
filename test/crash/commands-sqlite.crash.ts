import { it } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary-directory.ts';
import { expectCommandsToSurvive } from './commands-survive.ts';

it('a command that was acknowledged while Slack was slow ends in one membership, whenever its process is killed', () =>
  expectCommandsToSurvive({ kind: 'sqlite', directory: temporaryDirectory() }));
