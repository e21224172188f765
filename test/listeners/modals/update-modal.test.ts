import { expect, it } from 'vitest';
import { UnclearError } from '../../../src/domain/unclear-error.ts';
import { viewOrError } from '../../../src/listeners/modals/update-modal.ts';
import { messageModal } from '../../../src/views/modal.ts';
import { keptLog } from '../../helpers/log-lines.ts';
import { wordsIn } from '../../helpers/views.ts';

it.each([
  [new Error('on purpose'), 'nobody was invited and nothing was changed'],
  [new UnclearError('on purpose', { cause: 'gone' }), 'before I could tell you the result'],
])('a modal that cannot be filled in says what is known to be done: %s', async (error, words) => {
  const { log, lines } = keptLog();
  const view = await viewOrError({ log }, Promise.reject(error), messageModal);
  expect(wordsIn(view)).toContain(words);
  expect(lines()).toMatchObject([{ level: 'error', msg: 'modal could not be filled in' }]);
});
