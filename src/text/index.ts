/**
 * Every sentence that people read in Slack. It is mrkdwn with all input escaped, except where the name ends in `Plain`: Slack
 * shows that as plain text.
 */

export { asking } from './asking.ts';
export { batchButtons } from './batch-buttons.ts';
export { check } from './check.ts';
export { type Asked, type CheckedBy, decisionReasons } from './check-reasons.ts';
export { connecting } from './connecting.ts';
export { checkDenial, denial, exportDenial, linkDenial, roleDenial } from './denial.ts';
export { didYouMean } from './did-you-mean.ts';
export { errors } from './errors.ts';
export { fitText } from './fit-text.ts';
export { form } from './form.ts';
export { help, type Way } from './help.ts';
export { history } from './history.ts';
export { historyFile } from './history-file.ts';
export { home } from './home.ts';
export { links } from './links.ts';
export { lookup } from './lookup.ts';
export { needsApproval } from './not-given.ts';
export { became, confirmation, outcome, type PersonResult } from './outcome.ts';
export { piperPages } from './piper-pages.ts';
export { preview } from './preview.ts';
export { problemMrkdwn, problemPlain } from './problems.ts';
export { records } from './records.ts';
export { renewing } from './renewing.ts';
export { requests } from './requests.ts';
export { resultFile } from './result-file.ts';
export { role } from './role.ts';
export { type RuleRoles, rules } from './rules.ts';
export type { ListLimit } from './words.ts';
