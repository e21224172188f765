/** What Bolt puts into the context of each request: when it came, as `performance.now()` counts. */
export const received = (): { receivedAt: number } => ({ receivedAt: performance.now() });
