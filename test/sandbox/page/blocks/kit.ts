import type {
  ActionsBlockElement,
  Button,
  InputBlockElement,
  KnownBlock,
  ModalView,
  MrkdwnOption,
  Overflow,
  PlainTextOption,
} from '@slack/types';

/** A view as Slack hands it back: with the block ids that it made up where the app gave none. */
export type View = ModalView;
export type Block = KnownBlock;
export type Option = PlainTextOption | MrkdwnOption;

/** An element that a person uses; images and the like are only looked at. */
export type UsedElement = ActionsBlockElement | InputBlockElement;

/** An element that keeps what a person put in, and is part of `view.state.values`. */
export type StatefulElement = Exclude<UsedElement, Button | Overflow | { type: 'workflow_button' }>;

/** One element's part of `view.state.values`; which of these it has goes with its type. */
export type Value = {
  type: string;
  value?: string | null;
  selected_option?: Option | null;
  selected_options?: Option[];
  selected_user?: string | null;
  selected_users?: string[];
  selected_conversation?: string | null;
  selected_conversations?: string[];
  selected_channel?: string | null;
  selected_channels?: string[];
  selected_date?: string | null;
  selected_time?: string | null;
  selected_date_time?: number | null;
  rich_text_value?: unknown;
  /** What is in them is in base64. */
  files?: { name: string; mimetype: string; content: string }[];
};

/** `view.state.values`: block id → action id → value. */
export type Values = Record<string, Record<string, Value>>;

/** An element, with the ids that Slack names it by. */
export type Placed = { blockId: string; actionId: string; element: UsedElement; block: Block };

/** Where a block is in its message or modal, whatever its id. */
export const placeOf = ({ type }: Block, index: number): string => `${type} ${index}`;

/** The id of a block; Slack always gives one, so the index is only for what Slack would refuse. */
export const blockIdOf = (block: Block, index: number): string => block.block_id ?? `b${index}`;

/** The id of an element's action, or its type, as Slack names what has no id. */
export const actionIdOf = (element: UsedElement): string =>
  ('action_id' in element ? element.action_id : undefined) ?? element.type;

/** Every element of some blocks that a person uses, in order. */
export function placedElements(blocks: readonly Block[]): Placed[] {
  return blocks.flatMap((block, index) =>
    elementsOf(block).map((element) => ({
      blockId: blockIdOf(block, index),
      actionId: actionIdOf(element),
      element,
      block,
    })),
  );
}

function elementsOf(block: Block): UsedElement[] {
  if (block.type === 'input') return [block.element];
  if (block.type === 'actions') return block.elements;
  if (block.type === 'section' && block.accessory && block.accessory.type !== 'image') {
    return [block.accessory];
  }
  return [];
}

/** Whether an element keeps a value. */
export function isStateful(element: UsedElement): element is StatefulElement {
  return !['button', 'overflow', 'workflow_button'].includes(element.type);
}
