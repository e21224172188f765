import { type Route, routes } from './routes.ts';

/** What an HTTP framework finds for a method and a path: a route, the same path with its slash mended, or a refusal. */
export type Match =
  | { kind: 'route'; route: Route; params: Record<string, string> }
  | { kind: 'redirect'; path: string }
  | { kind: 'not-found' }
  | { kind: 'method-not-allowed'; allowed: string[] };

const patterns = routes.map((one) => ({
  route: one,
  pattern: new RegExp(`^${one.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

export function match(method: string, path: string): Match {
  const onPath = patterns.flatMap(({ route, pattern }) => {
    const found = pattern.exec(path);
    return found ? [{ route, params: { ...found.groups } }] : [];
  });
  if (onPath.length > 0) {
    const found = onPath.find(({ route }) => route.method === method);
    if (found) return { kind: 'route', ...found };
    return { kind: 'method-not-allowed', allowed: onPath.map(({ route }) => route.method) };
  }
  const mended = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
  return patterns.some(({ pattern }) => pattern.test(mended))
    ? { kind: 'redirect', path: mended }
    : { kind: 'not-found' };
}
