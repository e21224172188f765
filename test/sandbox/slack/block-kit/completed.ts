import { randomBytes } from 'node:crypto';
import { type Fields, isFields } from '../json.ts';
import { actionTypes } from './elements.ts';

/**
 * A view or a list of blocks as Slack keeps it: with the ids and text flags that the app left out.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export function completed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(block);
  if (!isFields(value)) return value;
  return { ...(withFlags(value) as Fields), blocks: completed(value.blocks) };
}

function block(value: unknown): unknown {
  if (!isFields(value)) return value;
  return { ...(withFlags(value) as Fields), block_id: value.block_id ?? randomId() };
}

/** The same for anything below a block, such as options. */
export function withFlags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withFlags);
  if (!isFields(value)) return value;
  const whole = Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, withFlags(field)]),
  );
  const type = String(value.type);
  if (type === 'plain_text') return { emoji: true, ...whole };
  if (type === 'mrkdwn') return { verbatim: false, ...whole };
  if (actionTypes.has(type)) return { action_id: randomId(), ...whole };
  return whole;
}

const randomId = () => randomBytes(4).toString('base64url').slice(0, 5);
