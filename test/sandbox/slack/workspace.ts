import type { SandboxMessage, SandboxUser } from '../contract.ts';
import type { Person, SeedChannel, WorkspaceSeed } from './seed.ts';

/** A message and, when it is ephemeral, the only person who sees it. */
export type Message = SandboxMessage & { to?: string };

export type Channel = Omit<SeedChannel, 'members'> & { members: Set<string> };

/**
 * Who is where and what was said. emulate has no way to ask it without scopes, no guests, owners or deactivated people
 * and no ephemeral messages to read, so what the screen shows is kept here.
 */
export class Workspace {
  readonly team: WorkspaceSeed['team'];
  readonly bot: WorkspaceSeed['bot'];
  readonly userGroups: WorkspaceSeed['userGroups'];
  readonly #seed: WorkspaceSeed;
  #people: readonly Person[] = [];
  #channels = new Map<string, Channel>();
  #messages = new Map<string, Message[]>();
  #lastStamp = 0;
  readonly #now: () => number;

  constructor(seed: WorkspaceSeed, now: () => number) {
    this.#seed = seed;
    this.team = seed.team;
    this.bot = seed.bot;
    this.userGroups = seed.userGroups;
    this.#now = now;
    this.reset();
  }

  reset(): void {
    this.#people = this.#seed.people;
    this.#channels = new Map(
      this.#seed.channels.map((channel) => [
        channel.id,
        { ...channel, members: new Set(channel.members) },
      ]),
    );
    this.#messages.clear();
  }

  get people(): readonly Person[] {
    return this.#people;
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  channel(id: string): Channel | undefined {
    return this.#channels.get(id);
  }

  /** What the bot may mean by `channel`: an id, or a public channel's name. */
  find(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    return (
      this.#channels.get(idOrName) ??
      this.channels().find((channel) => channel.kind !== 'dm' && channel.name === name)
    );
  }

  channels(): Channel[] {
    return [...this.#channels.values()];
  }

  /** Guests see only where they are; others see every public channel too. */
  canSee(user: string, channel: Channel): boolean {
    if (channel.members.has(user)) return true;
    return channel.kind === 'public' && !this.person(user)?.isGuest;
  }

  /** For a direct message, the name of whoever `user` talks with. */
  nameOf(channel: Channel, user: string): string {
    if (channel.kind !== 'dm') return channel.name;
    const other = [...channel.members].find((member) => member !== user);
    return this.person(other ?? '')?.name ?? '';
  }

  messages(channel: string): Message[] {
    return this.#messages.get(channel) ?? [];
  }

  /** The message `ts`, if `user` sees it. */
  message(channel: string, ts: string, user: string): Message | undefined {
    return this.messages(channel).find(
      (message) => message.ts === ts && (message.to === undefined || message.to === user),
    );
  }

  /** Says something, as the bot unless it has another author; without `ts` it gets a new one. */
  add(
    message: Pick<Message, 'channel' | 'text' | 'blocks'> &
      Partial<Pick<Message, 'author' | 'ts' | 'to' | 'files' | 'thread'>>,
  ) {
    const added: Message = {
      ts: message.ts ?? this.#stamp(),
      at: this.#now(),
      channel: message.channel,
      author: message.author ?? this.bot.userId,
      text: message.text,
      blocks: message.blocks,
      files: (message.files ?? []).map(({ id, name, title, size }) => ({ id, name, title, size })),
      ephemeral: message.to !== undefined,
      edited: false,
      ...(message.to === undefined ? {} : { to: message.to }),
      ...(message.thread === undefined ? {} : { thread: message.thread }),
    };
    this.#messages.set(message.channel, [...this.messages(message.channel), added]);
    return added;
  }

  /** Ends somebody's account; what was said with them stays. */
  deactivate(id: string): void {
    this.#people = this.#people.map((person) =>
      person.id === id ? { ...person, deleted: true } : person,
    );
    for (const { kind, members } of this.#channels.values()) {
      if (kind !== 'dm') members.delete(id);
    }
  }

  /** Takes the bot out of every channel; what was said with it stays. */
  dismissBot(): void {
    for (const { kind, members } of this.#channels.values()) {
      if (kind !== 'dm') members.delete(this.bot.userId);
    }
  }

  remove(channel: string, ts: string): void {
    this.#messages.set(
      channel,
      this.messages(channel).filter((message) => message.ts !== ts),
    );
  }

  /** emulate counts its own from `.000001`, so these start where it will not come. */
  #stamp(): string {
    this.#lastStamp += 1;
    return `${Math.floor(this.#now() / 1000)}.${900_000 + this.#lastStamp}`;
  }
}

/** A person as the contract has them. */
export const asSandboxUser = (person: Person): SandboxUser => ({
  id: person.id,
  name: person.name,
  realName: person.realName,
  ...(person.email === undefined ? {} : { email: person.email }),
  isAdmin: person.isAdmin ?? false,
  isGuest: person.isGuest ?? false,
  isBot: person.isBot ?? false,
  deleted: person.deleted ?? false,
});
