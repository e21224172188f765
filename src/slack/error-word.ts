import { webApi } from '@slack/bolt';

/** Slack's words for a token that is no good: https://docs.slack.dev/reference/methods/auth.test#errors */
export const refusedTokens: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'user_removed_from_team',
  'team_disabled',
];

/**
 * Slack's error code, such as `not_in_channel`; for other errors the message of the first cause, such as a refused connection. The
 * client takes an answer that is no JSON, such as a proxy's page, for a code.
 */
export function slackErrorWord(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) {
    return /^\w{1,100}$/.test(error.data.error) ? error.data.error : 'unreadable answer';
  }
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof AggregateError ? error.errors[0] : error.cause;
  return cause instanceof Error ? slackErrorWord(cause) : error.message;
}
