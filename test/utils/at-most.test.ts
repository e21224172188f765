import { LRUCache } from 'lru-cache';
import { expect, it } from 'vitest';
import { atMost } from '../../src/utils/at-most.ts';

it('a cache keeps so many entries, those that were used last, fetched or set', async () => {
  let now = 1;
  const cache = new LRUCache<string, string>({
    ...atMost(3),
    ttl: 10,
    ttlResolution: 0,
    perf: { now: () => now },
    fetchMethod: async (key) => `${key} fetched`,
  });
  for (const key of ['a', 'b', 'c']) cache.set(key, key);
  expect(cache.get('a')).toBe('a');
  expect(await cache.fetch('d')).toBe('d fetched');
  expect([...cache.keys()].toSorted()).toEqual(['a', 'c', 'd']);
  cache.set('a', 'anew');
  expect(cache.size).toBe(3);
  now += 11;
  expect(cache.get('a')).toBeUndefined();
});

it('a cache that may become large takes no room before it is', () => {
  const before = process.memoryUsage();
  const caches = Array.from({ length: 10 }, () => new LRUCache<string, string>(atMost(1_000_000)));
  const after = process.memoryUsage();
  const taken = (memory: NodeJS.MemoryUsage) => memory.heapUsed + memory.arrayBuffers;
  expect(caches).toHaveLength(10);
  expect(taken(after) - taken(before)).toBeLessThan(10_000_000);
});
