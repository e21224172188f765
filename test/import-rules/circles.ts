/** One circle for every way that leads back to where the walk came from. None where the graph has none. */
export function circlesIn(ways: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];

  function walk(at: string): void {
    if (done.has(at)) return;
    const seen = trail.indexOf(at);
    if (seen !== -1) {
      circles.push([...trail.slice(seen), at]);
      return;
    }
    trail.push(at);
    for (const next of ways.get(at) ?? []) walk(next);
    trail.pop();
    done.add(at);
  }

  for (const start of ways.keys()) walk(start);
  return circles;
}
