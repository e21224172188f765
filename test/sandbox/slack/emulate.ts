import { createEmulator } from 'emulate';
import { type Fields, isFields } from './json.ts';
import {
  app,
  clientId,
  clientSecret,
  type Person,
  type SeedChannel,
  signingSecret,
  type WorkspaceSeed,
} from './seed.ts';

/** What the Web API answers. https://docs.slack.dev/apis/web-api/#responses */
export type Answer = { ok: boolean; error?: string } & Fields;

/** The Slack Web API of the package `emulate`, with one workspace of `seed.ts` in it. */
export type Emulate = {
  call(method: string, args: Fields): Promise<Answer>;
  reset(): Promise<void>;
  close(): Promise<void>;
};

/** What emulate has by itself, which no seed can remove or rename: a workspace, a user who is our owner, two channels. */
const own = {
  team: 'T000000001',
  user: 'U000000001',
  channels: new Map([
    ['general', 'C000000001'],
    ['random', 'C000000002'],
  ]),
};

/** More scopes than any app has, for building the workspace. */
const builderScopes = [
  'channels:manage',
  'groups:write',
  'im:write',
  'users:read',
  'users.profile:write',
];

/** Whom emulate is called for: the bot with its own scopes, or somebody who builds the workspace. */
type Caller = 'bot' | 'builder bot' | 'owner' | 'friend';

/** emulate answers 5,000 calls an hour to a token and then refuses, so each caller has many. */
const tokensEach = 25;
const callsPerToken = 4_000;
const tokenOf = (caller: Caller, index: number) => `${caller.replace(' ', '-')}-${index}`;

/**
 * Starts emulate on a free port. It gives people and channels random ids, so ids are translated on the way in and out;
 * it accepts any token, so the front must have checked it. https://emulate.dev/slack
 */
export async function startEmulate(workspace: WorkspaceSeed, scopes: string[]): Promise<Emulate> {
  const { team, bot, people } = workspace;
  const owner = ownerOf(workspace);
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: { tokens: {}, slack: seedOf(workspace, scopes) },
  });
  const api = `http://127.0.0.1:${new URL(emulator.url).port}/api`;
  const toTheirs = new Map<string, string>();
  const toOurs = new Map<string, string>();

  const calls = new Map<Caller, number>();

  async function post(caller: Caller, method: string, args: Fields): Promise<Answer> {
    const count = calls.get(caller) ?? 0;
    calls.set(caller, count + 1);
    const token = tokenOf(caller, Math.floor(count / callsPerToken) % tokensEach);
    const response = await fetch(`${api}/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args, translator(toTheirs)),
    });
    const answer: unknown = JSON.parse(await response.text(), translator(toOurs));
    if (!isFields(answer) || typeof answer.ok !== 'boolean') {
      throw new Error(`emulate answered ${method} with ${response.status}`);
    }
    return answer as Answer;
  }

  async function build(caller: Caller, method: string, args: Fields): Promise<Answer> {
    const answer = await post(caller, method, args);
    if (!answer.ok) throw new Error(`${method} while building the workspace: ${answer.error}`);
    return answer;
  }

  function learn(ours: string, theirs: unknown): void {
    if (typeof theirs !== 'string') throw new Error(`emulate gave no id for ${ours}`);
    toTheirs.set(ours, theirs);
    toOurs.set(theirs, ours);
  }

  async function buildWorkspace(): Promise<void> {
    toTheirs.clear();
    toOurs.clear();
    learn(team.id, own.team);
    learn(owner.id, own.user);
    const { members } = await build('owner', 'users.list', { limit: 1000 });
    for (const member of members as { id: string; name: string }[]) {
      const person = people.find(({ name }) => name === member.name);
      if (person && person.id !== member.id) learn(person.id, member.id);
    }
    await build('owner', 'users.profile.set', {
      profile: { email: owner.email, real_name: owner.realName },
    });
    await Promise.all(workspace.channels.map(buildChannel));
  }

  async function buildChannel(channel: SeedChannel): Promise<void> {
    if (channel.kind === 'dm') {
      const isBots = channel.members.includes(bot.userId);
      const opener = isBots ? bot.userId : friendIn(workspace);
      const opened = await build(isBots ? 'builder bot' : 'friend', 'conversations.open', {
        users: channel.members.find((id) => id !== opener),
      });
      learn(channel.id, (opened.channel as Fields).id);
      return;
    }
    const theirs = own.channels.get(channel.name);
    if (theirs) {
      learn(channel.id, theirs);
    } else {
      const created = await build('owner', 'conversations.create', {
        name: channel.name,
        is_private: channel.kind === 'private',
      });
      learn(channel.id, (created.channel as Fields).id);
    }
    const invited = channel.members.filter((id) => id !== owner.id).join(',');
    await build('owner', 'conversations.invite', { channel: channel.id, users: invited });
    if (channel.archived) {
      await build('owner', 'conversations.archive', { channel: channel.id });
    }
  }

  await buildWorkspace();
  return {
    call: (method, args) => post('bot', method, args),
    async reset() {
      emulator.reset();
      await buildWorkspace();
    },
    close: () => emulator.close(),
  };
}

const tokensFor = (caller: Caller, record: Fields): Fields[] =>
  Array.from({ length: tokensEach }, (_, index) => ({ ...record, token: tokenOf(caller, index) }));

function ownerOf({ people, team }: WorkspaceSeed): Person {
  const owner = people.find(({ isOwner }) => isOwner);
  if (!owner) throw new Error(`${team.name} has no owner`);
  return owner;
}

/** Who opens the direct messages between two people. */
function friendIn({ channels, bot }: WorkspaceSeed): string | undefined {
  return channels.find(({ kind, members }) => kind === 'dm' && !members.includes(bot.userId))
    ?.members[0];
}

function seedOf(workspace: WorkspaceSeed, scopes: string[]): Fields {
  const { team, bot, people } = workspace;
  const friend = people.find(({ id }) => id === friendIn(workspace));
  return {
    team: { name: team.name, domain: team.domain },
    users: people
      .filter(({ id, isOwner }) => !isOwner && id !== bot.userId)
      .map(({ name, realName, email, isAdmin }) => ({
        name,
        real_name: realName,
        email: email ?? '',
        is_admin: isAdmin ?? false,
      })),
    oauth_apps: [
      {
        app_id: app.id,
        client_id: clientId,
        client_secret: clientSecret,
        name: app.name,
        redirect_uris: [],
        scopes,
        bot_id: bot.botId,
        bot_user_id: bot.userId,
        bot_name: bot.name,
      },
    ],
    tokens: [
      ...tokensFor('bot', { user_id: bot.userId, scopes, app_id: app.id, bot_id: bot.botId }),
      ...tokensFor('builder bot', { user_id: bot.userId, scopes: builderScopes }),
      ...tokensFor('owner', { user_id: own.user, scopes: builderScopes }),
      ...(friend ? tokensFor('friend', { user: friend.name, scopes: builderScopes }) : []),
    ],
    signing_secret: signingSecret,
    strict_scopes: true,
  };
}

/** Ids stand alone or inside text such as `<@U…>`, so every word that is an id is replaced. */
function translator(ids: Map<string, string>) {
  return (_key: string, value: unknown): unknown =>
    typeof value === 'string'
      ? value.replace(/\b[A-Z][A-Z0-9]{9}\b/g, (word) => ids.get(word) ?? word)
      : value;
}
