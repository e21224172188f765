import { bundlePage } from '../sandbox/bundle.ts';
import { SandboxClock } from '../sandbox/clock.ts';
import type {
  PiperSandbox,
  SandboxMessage,
  SandboxModal,
  SlackAction,
  SlackActionResult,
  SlackSandbox,
} from '../sandbox/contract.ts';
import { startWeb } from '../sandbox/web.ts';

/** What the stub of Slack shows, and everything that the page did in it. */
export type Stage = {
  url: string;
  actions: SlackAction[];
  show(part: { messages?: SandboxMessage[]; modals?: SandboxModal[] }): void;
  /** What the next actions are answered. */
  answer: (action: SlackAction) => SlackActionResult;
  stop(): Promise<void>;
};

const person = { isAdmin: false, isGuest: false, isBot: false, deleted: false };

/** Serves the page with a Slack that shows what a test puts on and only writes down what the page does. */
export async function startStage(): Promise<Stage> {
  let changed = () => {};
  let messages: SandboxMessage[] = [];
  let modals: SandboxModal[] = [];
  const actions: SlackAction[] = [];

  const slack: SlackSandbox = {
    apiUrl: '',
    botToken: '',
    signingSecret: '',
    clientId: '',
    clientSecret: '',
    connect: () => {},
    showAt: () => {},
    workspaces: () => [{ id: 'T1', name: 'Stage', isInstalled: true, adminId: 'U1' }],
    screen: () => ({
      team: { id: 'T1', name: 'Stage' },
      users: [
        { ...person, id: 'U1', name: 'ada', realName: 'Ada Lovelace', isAdmin: true },
        { ...person, id: 'U2', name: 'grace', realName: 'Grace Hopper' },
        { ...person, id: 'U3', name: 'app', realName: 'Stage App', isBot: true },
      ],
      channels: [
        { id: 'C1', name: 'general', kind: 'public', archived: false, hasBot: true },
        { id: 'C2', name: 'random', kind: 'public', archived: false, hasBot: false },
        { id: 'C3', name: 'secret', kind: 'private', archived: false, hasBot: true },
      ],
      userGroups: [{ id: 'S1', name: 'robots' }],
      messages: { C1: messages },
      modals,
    }),
    file: () => undefined,
    act: async (_as, action) => {
      actions.push(action);
      return stage.answer(action);
    },
    calls: () => [],
    onChange: (listener) => {
      changed = listener;
      return () => {};
    },
    reset: async () => {},
    stop: async () => {},
  };
  const piper: PiperSandbox = {
    apiUrl: '',
    token: '',
    organizationId: '',
    screen: () => ({
      organizations: [],
      tokens: [],
      fault: 'none',
      latency: 0,
      rolePermissions: 'told',
    }),
    change: () => {},
    calls: () => [],
    onChange: () => () => {},
    reset: () => {},
    stop: async () => {},
  };
  const surface = {
    name: 'Stage App',
    hasHome: false,
    commands: [{ command: '/stage', description: 'Does it', usageHint: '[words]' }],
    shortcuts: [{ name: 'Do it quickly', callbackId: 'quick' }],
    messageShortcuts: [],
  };
  const web = await startWeb(
    {
      slack,
      piper,
      surface,
      bundle: bundlePage,
      clock: new SandboxClock(),
      installUrl: () => '',
      lookNow: () => {},
      restart: async () => {},
      reset: async () => {},
    },
    0,
  );
  const stage: Stage = {
    url: web.url,
    actions,
    show: (part) => {
      messages = part.messages ?? messages;
      modals = part.modals ?? modals;
      changed();
    },
    answer: () => ({ ok: true, acknowledgedAfter: 1 }),
    stop: web.stop,
  };
  return stage;
}
