/**
 * Every sentence that a person reads in Slack. Functions give Slack's mrkdwn, with everything that comes from outside
 * escaped, except those named `…Plain`, which go where Slack shows plain text.
 */

export { orderButtons } from './batch-buttons.ts';
export { connecting } from './connecting.ts';
export { refusal } from './denial.ts';
export { trouble } from './errors.ts';
export { form } from './form.ts';
export { help } from './help.ts';
export { lookUp } from './lookup.ts';
export { confirmation, outcome, type Told } from './outcome.ts';
export { preview } from './preview.ts';
export { problemMrkdwn, problemPlain } from './problems.ts';
export { resultFile } from './result-file.ts';
export { role } from './role.ts';
export { whyAndRemedy } from './why.ts';
export type { Room } from './words.ts';
