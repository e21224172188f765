import { viewBody } from './payloads.ts';

/** A form as Slack sends it: the state of each of its fields, by name. A field that was not shown is not in it. */
export function submitted(fields: Record<string, object>, metadata = '') {
  const body = viewBody({ blocks: [], private_metadata: metadata });
  const values = Object.fromEntries(
    Object.entries(fields).map(([field, state]) => [field, { [field]: state }]),
  );
  return { ...body, view: { ...body.view, state: { values } } };
}
