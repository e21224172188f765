import { form } from '../../src/text/index.ts';
import { describeSentences } from '../helpers/sentences.ts';

describeSentences([
  ['no roles', form.noRoles('Acme')],
  ['people hint', form.peopleHintPlain],
  ['addresses hint', form.addressesHintPlain],
  ['channel hint', form.channelHintPlain],
  ['note hint', form.noteHintPlain],
]);
