import { webApi } from '@slack/bolt';

/** Slack's error code, such as `not_in_channel`; for other errors their message. */
export function slackErrorWord(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  return error instanceof Error ? error.message : String(error);
}
