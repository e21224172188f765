/** A JSON object whose fields are not known yet. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The JSON in `text`, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
