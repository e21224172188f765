import type { ServerResponse } from 'node:http';
import { signedRequest as limits } from './limits.ts';

/** The answer to one of Slack's requests, which can be given once. `onLate` is called where there is none while Slack waits. */
export function createSlackAnswer(response: ServerResponse, onLate: () => void) {
  let isGiven = false;
  const late = setTimeout(onLate, limits.patience);
  const end = () => {
    isGiven = true;
    clearTimeout(late);
  };
  return {
    /** Nobody will answer any more. */
    end,
    /** What listeners call. Its length goes ahead, so that all of it is one packet. */
    ack: async (answer?: unknown): Promise<void> => {
      if (isGiven) throw new Error('a request is answered once');
      end();
      const text = answer ? JSON.stringify(answer) : '';
      const headers = { 'content-length': Buffer.byteLength(text) };
      const type = answer ? { 'content-type': 'application/json' } : {};
      response.writeHead(200, { ...type, ...headers }).end(text);
    },
  };
}
