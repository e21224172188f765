import { webApi } from '@slack/bolt';

/** Slack's own word for why a call failed, such as `not_in_channel`; else what went wrong on the way. */
export function slackErrorWord(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  return error instanceof Error ? error.message : String(error);
}
