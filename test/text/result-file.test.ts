import { resultFile } from '../../src/text/index.ts';
import { describeSentences } from '../helpers/sentences.ts';

describeSentences([
  ['a file below', resultFile.below('Acme', 60)],
  ['no file granted', resultFile.notGranted(60, '/piper-invite')],
  ['no file sent', resultFile.notSent],
]);
