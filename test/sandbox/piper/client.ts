/** A plain client for the tests of this folder: no retries, no checks, so that they see what went over the wire. */
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';
import type { PiperSandbox } from '../contract.ts';
import { acmeId } from './seed.ts';

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

type Options = {
  /** null sends no Authorization. */
  token?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

// A connection of its own for each call: the sandbox closes some without a word.
const dispatcher = new Agent({ pipelining: 0 });

/** `path` with its query; `body` goes as JSON, unless it is a text already. */
export async function send(
  piper: PiperSandbox,
  method: Method,
  path: string,
  { token = piper.token, body, headers = {}, signal }: Options = {},
): Promise<Answer> {
  const response = await request(`${piper.apiUrl}${path}`, {
    dispatcher,
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    text: await response.body.text(),
  };
}

/** The status and the parsed body. */
export async function sendForJson(
  ...args: Parameters<typeof send>
): Promise<{ status: number; body: unknown }> {
  const { status, text } = await send(...args);
  return { status, body: JSON.parse(text) };
}

export const acmeMembers = `/v1/organizations/${acmeId}/members`;

export function emails(piper: PiperSandbox, organizationId = acmeId): string[] {
  const organization = piper.screen().organizations.find(({ id }) => id === organizationId);
  return organization?.members.map(({ email }) => email) ?? [];
}
