import type { ApiError } from './errors.ts';

/** What goes back to the client: an answer, a closed connection, or silence. */
export type Outcome =
  | {
      kind: 'answer';
      status: number;
      headers: Record<string, string>;
      /** The bytes of the body. */
      text: string;
    }
  | { kind: 'drop' }
  | { kind: 'hang' };

/** `body` becomes JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Outcome {
  return {
    kind: 'answer',
    status,
    headers: { 'content-type': 'application/json', ...headers },
    text: JSON.stringify(body),
  };
}

/** FastAPI's answer to what was thrown. */
export function refusal({ status, detail, headers }: ApiError): Outcome {
  return json(status, { detail }, headers);
}

export function text(status: number, contentType: string, body: string): Outcome {
  return { kind: 'answer', status, headers: { 'content-type': contentType }, text: body };
}
