/**
 * What the sandbox's Slack starts with: two workspaces and an app. Ids are constants, so that tests and the page can name
 * people and places; no two workspaces share one.
 */

export const app = { id: 'A0PIPERINV', name: 'Piper Invite', command: '/piper-invite' };

export const team = { id: 'T000000001', name: 'Acme', domain: 'acme' };

/** The app's bot in Acme. */
export const bot = { userId: 'U0PIPERBOT', botId: 'B0PIPERBOT', name: 'piper' };

/** Not secrets: they open nothing but the sandbox. */
export const botToken = 'xoxb-sandbox-bot';
export const clientId = '1000000001.2000000002';
export const clientSecret = 'sandbox-client-secret';
export const signingSecret = 'sandbox-signing-secret';
/** The deprecated `token` of Slack's payloads. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export const verificationToken = 'sandbox-verification-token';

/** What the app's manifest asks for, unless the caller says otherwise. */
export const defaultScopes = [
  'commands',
  'chat:write',
  'chat:write.public',
  'users:read',
  'users:read.email',
];

export const users = {
  /** A workspace admin, and who acts unless somebody else is named. */
  alice: 'U0ALICE001',
  /** An ordinary full member. */
  bob: 'U0BOB00001',
  /** The primary owner, who is in every channel. */
  olivia: 'U0OLIVIA01',
  /** A multi-channel guest. */
  gina: 'U0GINA0001',
  /** Another app's bot. */
  buildbot: 'U0BUILDBOT',
  /** Deactivated. */
  victor: 'U0VICTOR01',
  /** Has no address that the bot can see. */
  nora: 'U0NORA0001',
  carol: 'U0CAROL001',
  dave: 'U0DAVE0001',
  erin: 'U0ERIN0001',
  frank: 'U0FRANK001',
  grace: 'U0GRACE001',
  heidi: 'U0HEIDI001',
  ivan: 'U0IVAN0001',
  zoe: 'U0ZOE00001',
} as const;

export type Person = {
  id: string;
  name: string;
  realName: string;
  email?: string;
  isAdmin?: true;
  isOwner?: true;
  isGuest?: true;
  isBot?: true;
  deleted?: true;
};

const people: Person[] = [
  {
    id: users.alice,
    name: 'alice',
    realName: 'Alice Admin',
    email: 'alice@acme.example',
    isAdmin: true,
  },
  { id: users.bob, name: 'bob', realName: 'Bob Builder', email: 'bob@acme.example' },
  {
    id: users.olivia,
    name: 'olivia',
    realName: 'Olivia Owner',
    email: 'olivia@acme.example',
    isAdmin: true,
    isOwner: true,
  },
  {
    id: users.gina,
    name: 'gina',
    realName: 'Gina Guest',
    email: 'gina@partner.example',
    isGuest: true,
  },
  { id: users.buildbot, name: 'buildbot', realName: 'Build Bot', isBot: true },
  {
    id: users.victor,
    name: 'victor',
    realName: 'Victor Vanished',
    email: 'victor@acme.example',
    deleted: true,
  },
  { id: users.nora, name: 'nora', realName: 'Nora Noaddress' },
  { id: users.carol, name: 'carol', realName: 'Carol Danvers', email: 'carol@acme.example' },
  { id: users.dave, name: 'dave', realName: 'Dave Bowman', email: 'dave@acme.example' },
  { id: users.erin, name: 'erin', realName: 'Erin Brock', email: 'erin@acme.example' },
  { id: users.frank, name: 'frank', realName: 'Frank Ocean', email: 'frank@acme.example' },
  { id: users.grace, name: 'grace', realName: 'Grace Hopper', email: 'grace@acme.example' },
  { id: users.heidi, name: 'heidi', realName: 'Heidi Klein', email: 'heidi@acme.example' },
  { id: users.ivan, name: 'ivan', realName: 'Ivan Petrov', email: 'ivan@acme.example' },
  { id: users.zoe, name: 'zoe', realName: 'Zoë Müller-Å', email: 'zoe@acme.example' },
  { id: bot.userId, name: bot.name, realName: app.name, isBot: true },
];

export const channels = {
  /** Public, everybody, the bot too. */
  general: 'C000000001',
  /** Public, everybody but the bot. */
  random: 'C000000002',
  /** Public, the bot and few people; the guest is one of them. */
  onboarding: 'C0ONBOARD1',
  /** Private, with the bot; bob is not in it. */
  hiring: 'C0HIRING01',
  /** Private, without the bot. */
  leadership: 'C0LEADERS1',
  /** Public and archived. */
  oldProject: 'C0OLDPROJ1',
  /** Alice and bob's direct messages, without the bot. */
  aliceAndBob: 'D0ALICEBOB',
} as const;

/** A person's direct messages with the bot. */
export const dmWithBot = (user: string): string => `D${user.slice(1)}`;

/** People who are meant together. https://docs.slack.dev/reference/methods/usergroups.list */
type UserGroup = { id: string; handle: string; name: string; members: string[] };

export type SeedChannel = {
  id: string;
  name: string;
  kind: 'public' | 'private' | 'dm';
  archived: boolean;
  members: string[];
};

/** A workspace as it is before anybody does anything. */
export type WorkspaceSeed = {
  team: { id: string; name: string; domain: string };
  /** The app's bot there, whether the app is installed or not; it is among the people, too. */
  bot: { userId: string; botId: string; name: string };
  people: Person[];
  channels: SeedChannel[];
  userGroups: UserGroup[];
};

const active = people.filter((person) => !person.deleted);
const full = active.filter((person) => !person.isBot && !person.isGuest).map(({ id }) => id);

const acmeChannels: SeedChannel[] = [
  {
    id: channels.general,
    name: 'general',
    kind: 'public',
    archived: false,
    members: [...full, bot.userId],
  },
  {
    id: channels.random,
    name: 'random',
    kind: 'public',
    archived: false,
    members: [...full, users.buildbot],
  },
  {
    id: channels.onboarding,
    name: 'onboarding',
    kind: 'public',
    archived: false,
    members: [users.olivia, users.alice, users.bob, users.gina, bot.userId],
  },
  {
    id: channels.hiring,
    name: 'hiring',
    kind: 'private',
    archived: false,
    members: [users.olivia, users.alice, users.carol, bot.userId],
  },
  {
    id: channels.leadership,
    name: 'leadership',
    kind: 'private',
    archived: false,
    members: [users.olivia, users.alice, users.bob],
  },
  {
    id: channels.oldProject,
    name: 'old-project',
    kind: 'public',
    archived: true,
    members: [users.olivia, users.alice, bot.userId],
  },
  {
    id: channels.aliceAndBob,
    name: '',
    kind: 'dm',
    archived: false,
    members: [users.alice, users.bob],
  },
  ...dmsWithBot(people, bot.userId),
];

/** Everybody who can act has a conversation with the bot from the start. */
function dmsWithBot(all: readonly Person[], botUserId: string): SeedChannel[] {
  return all
    .filter((person) => !person.deleted && !person.isBot)
    .map(({ id }) => ({
      id: dmWithBot(id),
      name: '',
      kind: 'dm',
      archived: false,
      members: [id, botUserId],
    }));
}

/** Where the app is installed from the start. */
const acme: WorkspaceSeed = {
  team,
  bot,
  people,
  channels: acmeChannels,
  userGroups: [
    {
      id: 'S0HIRING01',
      handle: 'hiring',
      name: 'Hiring managers',
      members: [users.bob, users.carol],
    },
    { id: 'S0ONCALL01', handle: 'on-call', name: 'On call', members: [users.dave] },
  ],
};

/** People of the second workspace. */
export const globexUsers = {
  /** A workspace admin. */
  hank: 'U0HANK0001',
  /** The primary owner, who is in every channel. */
  frances: 'U0FRANCES1',
  /** An ordinary full member. */
  norbert: 'U0NORBERT1',
  /** A multi-channel guest. */
  gwen: 'U0GWEN0001',
} as const;

export const globexChannels = {
  /** Public, everybody. */
  general: 'C0GLOBEXG1',
  /** Public, everybody. */
  random: 'C0GLOBEXR1',
  /** Private: the owner and the admin. */
  board: 'C0GLOBEXB1',
} as const;

const globexBot = { userId: 'U0GLOBXBOT', botId: 'B0GLOBXBOT', name: 'piper' };

const globexPeople: Person[] = [
  {
    id: globexUsers.hank,
    name: 'hank',
    realName: 'Hank Scorpio',
    email: 'hank@globex.example',
    isAdmin: true,
  },
  {
    id: globexUsers.frances,
    name: 'frances',
    realName: 'Frances Founder',
    email: 'frances@globex.example',
    isAdmin: true,
    isOwner: true,
  },
  {
    id: globexUsers.norbert,
    name: 'norbert',
    realName: 'Norbert Newcomer',
    email: 'norbert@globex.example',
  },
  {
    id: globexUsers.gwen,
    name: 'gwen',
    realName: 'Gwen Guest',
    email: 'gwen@partner.example',
    isGuest: true,
  },
  { id: globexBot.userId, name: globexBot.name, realName: app.name, isBot: true },
];

const globexStaff = [globexUsers.hank, globexUsers.frances, globexUsers.norbert];

/** Where the app is not installed: a newcomer begins there. */
export const globex: WorkspaceSeed = {
  team: { id: 'T000000002', name: 'Globex', domain: 'globex' },
  bot: globexBot,
  people: globexPeople,
  channels: [
    {
      id: globexChannels.general,
      name: 'general',
      kind: 'public',
      archived: false,
      members: [...globexStaff, globexUsers.gwen],
    },
    {
      id: globexChannels.random,
      name: 'random',
      kind: 'public',
      archived: false,
      members: globexStaff,
    },
    {
      id: globexChannels.board,
      name: 'board',
      kind: 'private',
      archived: false,
      members: [globexUsers.frances, globexUsers.hank],
    },
    ...dmsWithBot(globexPeople, globexBot.userId),
  ],
  userGroups: [],
};

/** The first one is where everybody begins. */
export const workspaces: readonly WorkspaceSeed[] = [acme, globex];
