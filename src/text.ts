/**
 * Every sentence that a person reads in Slack. Functions give Slack's mrkdwn, with everything that comes from outside
 * escaped, except those named `…Plain`, which go where Slack shows plain text.
 */
export { connecting } from './text/connecting.ts';
export { form } from './text/form.ts';
export { help } from './text/help.ts';
export { lookUp } from './text/look-up.ts';
export { orderButtons } from './text/order-buttons.ts';
export { confirmation, outcome, type Told } from './text/outcome.ts';
export { preview } from './text/preview.ts';
export { problemMrkdwn, problemPlain } from './text/problems.ts';
export { refusal } from './text/refusal.ts';
export { resultFile } from './text/result-file.ts';
export { role } from './text/role.ts';
export { trouble } from './text/trouble.ts';
export { whyAndRemedy } from './text/why.ts';
export type { Room } from './text/words.ts';
