/** What is changed, by whose tests it must be noticed, and how often. */
export interface MutatedRoom {
  /** Files that are changed, as globs. */
  sources: readonly string[];
  /** Folders of `test/` whose tests run. */
  tests: readonly string[];
  /** Lowest share of changes, in percent, that must turn a test red; equivalent ones are left out. */
  threshold: number;
}

/** A room is held to the tests of its own folder: what only a test of the whole app notices, nobody finds quickly. */
export const rooms: Record<string, MutatedRoom> = {
  domain: { sources: ['src/domain/*.ts'], tests: ['domain'], threshold: 85 },
  policy: {
    sources: [
      'src/domain/{policy,rules,ceiling,beyond-own-role,permissions,person,piper-person,domains}.ts',
    ],
    tests: ['domain'],
    threshold: 85,
  },
  usecases: { sources: ['src/usecases/*.ts'], tests: ['usecases'], threshold: 85 },
  formats: { sources: ['src/formats/*.ts'], tests: ['formats'], threshold: 85 },
  delivery: { sources: ['src/delivery/*.ts'], tests: ['delivery'], threshold: 85 },
  notifications: { sources: ['src/notifications/*.ts'], tests: ['notifications'], threshold: 85 },
  piper: { sources: ['src/piper/*.ts'], tests: ['piper'], threshold: 85 },
  payloads: {
    sources: ['src/listeners/payloads/*.ts'],
    tests: ['listeners/payloads'],
    threshold: 85,
  },
  guards: {
    sources: ['src/listeners/guards/*.ts'],
    tests: ['listeners/guards'],
    threshold: 85,
  },
  metrics: { sources: ['src/metrics/*.ts'], tests: ['metrics'], threshold: 85 },
  claims: { sources: ['src/storage/claims.ts'], tests: ['storage'], threshold: 95 },
};
