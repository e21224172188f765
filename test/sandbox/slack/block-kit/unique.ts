import { asList, type Fields, isFields } from '../json.ts';

/** A problem that no schema of one block can see; `path` leads to it from the list of blocks. */
export type Problem = { path: (string | number)[]; message: string };

/**
 * Ids that come twice: a `block_id` within the surface, an `action_id` within its block; and more than one
 * `focus_on_load`. https://docs.slack.dev/reference/block-kit/block-elements
 */
export function duplicates(blocks: unknown[]): Problem[] {
  const problems: Problem[] = [];
  const seenBlocks = new Set<unknown>();
  let focused = false;
  for (const [index, block] of blocks.entries()) {
    if (!isFields(block)) continue;
    note(seenBlocks, block, 'block_id', [index], problems);
    const seenActions = new Set<unknown>();
    for (const { element, path } of elementsOf(block)) {
      note(seenActions, element, 'action_id', [index, ...path], problems);
      if (element.focus_on_load !== true) continue;
      if (focused) {
        problems.push({
          path: [index, ...path, 'focus_on_load'],
          message: 'only one element may have `focus_on_load`',
        });
      }
      focused = true;
    }
  }
  return problems;
}

/** The elements of a block that have an action, with the way to each. */
export function elementsOf(block: Fields): { element: Fields; path: (string | number)[] }[] {
  const { element, accessory, elements } = block;
  return [
    { element, path: ['element'] },
    { element: accessory, path: ['accessory'] },
    ...asList(elements).map((one, index) => ({ element: one, path: ['elements', index] })),
  ].filter((found): found is { element: Fields; path: (string | number)[] } =>
    isFields(found.element),
  );
}

function note(
  seen: Set<unknown>,
  owner: Fields,
  field: 'block_id' | 'action_id',
  path: (string | number)[],
  problems: Problem[],
): void {
  const id = owner[field];
  if (id === undefined) return;
  if (seen.has(id)) {
    problems.push({ path: [...path, field], message: `\`${field}\` "${id}" already exists` });
  }
  seen.add(id);
}
