import { createContext, useContext } from 'react';
import type { SandboxChannel, SandboxUser, SandboxUserGroup } from '../../contract.ts';

/** What any part of the page may need to know of the workspace. */
export type SlackContext = {
  users: SandboxUser[];
  channels: SandboxChannel[];
  userGroups: SandboxUserGroup[];
  /** Whom the page acts as. */
  me: string;
  /** The channel that is open. */
  channel: string;
  theme: 'light' | 'dark';
  /** Milliseconds that the sandbox's clock is ahead of the machine's. */
  ahead: number;
  /** The app's name, by which its bot is told from other apps' bots. */
  appName: string;
};

const context = createContext<SlackContext>({
  users: [],
  channels: [],
  userGroups: [],
  me: '',
  channel: '',
  theme: 'light',
  ahead: 0,
  appName: '',
});

export const SlackProvider = context.Provider;
export const useSlack = () => useContext(context);
