import type { Answer } from './emulate.ts';

/** Slack's "no", with what it says about the arguments. https://docs.slack.dev/apis/web-api/#responses */
export function refuse(error: string, messages: string[] = []): Answer {
  if (messages.length === 0) return { ok: false, error };
  return {
    ok: false,
    error,
    // Block errors come in both places.
    ...(error === 'invalid_blocks' ? { errors: messages } : {}),
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  };
}

/** https://docs.slack.dev/authentication/installing-with-oauth/#scopes */
export const missingScope = (needed: string, provided: string[]): Answer => ({
  ok: false,
  error: 'missing_scope',
  needed,
  provided: provided.join(','),
});
