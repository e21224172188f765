/**
 * Lets an LRU cache keep so many entries. With `max` it would set room aside for all of them at once, which most workspaces never fill.
 * https://github.com/isaacs/node-lru-cache#options
 */
export const atMost = (count: number) => ({ maxSize: count, sizeCalculation: () => 1 });
