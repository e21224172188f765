import { webApi } from '@slack/bolt';
import { wasNeverSent } from '../utils/never-sent.ts';
import { slackErrorWord } from './error-word.ts';

/**
 * Why a message is surely not in a conversation: the app isn't in it, or doesn't see it; it is archived; others decide who may post
 * there. `not_taken` says nothing of the conversation.
 */
export type Refusal = 'not_a_member' | 'archived' | 'restricted' | 'not_taken';

/**
 * What Slack says when it has surely done nothing. Whatever is not in here may come after it has posted the message: `fatal_error`,
 * `internal_error`, `request_timeout` and `service_unavailable`, which say so, and words that nobody knows yet.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const refusals: Record<Refusal, readonly string[]> = {
  not_a_member: ['channel_not_found', 'no_permission', 'not_in_channel'],
  archived: ['is_archived'],
  restricted: [
    'ekm_access_denied',
    'missing_scope',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'team_access_not_granted',
  ],
  not_taken: [
    'access_denied',
    'accesslimited',
    'account_inactive',
    'cannot_dm_bot',
    'deprecated_endpoint',
    'enterprise_is_restricted',
    'invalid_arg_name',
    'invalid_arguments',
    'invalid_array_arg',
    'invalid_auth',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_charset',
    'invalid_form_data',
    'invalid_post_type',
    'messages_tab_disabled',
    'method_deprecated',
    'missing_post_type',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'rate_limited',
    'ratelimited',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
    'user_not_found',
  ],
};

/** An answer of another status than 200; the Web API client throws its own with this field. */
export class StatusError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = 'StatusError';
    this.statusCode = statusCode;
  }
}

/**
 * Why Slack surely did not do what it was asked, from what a call threw. Undefined where it may have done it: after a server error, a
 * connection that broke, a time limit, or a word that is not a refusal.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof webApi.WebAPIPlatformError) {
    const word = slackErrorWord(error);
    const found = Object.entries(refusals).find(([, words]) => words.includes(word));
    return found?.[0] as Refusal | undefined;
  }
  const isRefused =
    error instanceof webApi.WebAPIRateLimitedError || isRefusedStatus(error) || wasNeverSent(error);
  return isRefused ? 'not_taken' : undefined;
}

/** Of the client's faults, 408 alone is said of a request that came to an end on the way. */
function isRefusedStatus(error: unknown): boolean {
  if (!(error instanceof StatusError || error instanceof webApi.WebAPIHTTPError)) return false;
  const { statusCode } = error;
  return statusCode >= 400 && statusCode < 500 && statusCode !== 408;
}
