/**
 * Every sentence that a person reads in Slack. Functions give Slack's mrkdwn, with everything that comes from outside
 * escaped, except those named `…Plain`, which go where Slack shows plain text.
 */

export { batchButtons } from './batch-buttons.ts';
export { connecting } from './connecting.ts';
export { denial } from './denial.ts';
export { errors } from './errors.ts';
export { form } from './form.ts';
export { help } from './help.ts';
export { lookup } from './lookup.ts';
export { confirmation, outcome, type PersonResult } from './outcome.ts';
export { preview } from './preview.ts';
export { problemMrkdwn, problemPlain } from './problems.ts';
export { resultFile } from './result-file.ts';
export { role } from './role.ts';
export { whyAndRemedy } from './why.ts';
export type { ListLimit } from './words.ts';
