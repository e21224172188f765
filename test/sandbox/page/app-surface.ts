/** What of the app a person can start in Slack, as its manifest declares it; `GET /api/app` answers it. */
export type AppSurface = {
  name: string;
  /** Whether it has a Home tab. */
  hasHome: boolean;
  commands: { command: string; description: string; usageHint: string }[];
  /** Those that belong to no message. */
  shortcuts: { name: string; callbackId: string }[];
  /** Those in the menu of a message. */
  messageShortcuts: { name: string; callbackId: string }[];
};
