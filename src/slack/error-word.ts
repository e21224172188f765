import { webApi } from '@slack/bolt';

/** Slack's error code, such as `not_in_channel`; for other errors the message of the first cause, such as a refused connection. */
export function slackErrorWord(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (!(error instanceof Error)) return String(error);
  const cause = error instanceof AggregateError ? error.errors[0] : error.cause;
  return cause instanceof Error ? slackErrorWord(cause) : error.message;
}
