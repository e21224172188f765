import { expect } from 'vitest';
import type { Journal } from './journal.ts';
import { users } from './slack.ts';

/** What reaches a person, or a conversation. */
const writing = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'conversations.open'];

/** The Slack user of an address: people of Acme as `users` has them, and elsewhere by how addresses are made. */
const userOf = (address: string): string =>
  Object.values(users).find(({ profile }) => profile.email === address)?.id ??
  String(address.split('@')[0]).toUpperCase();

/** Who has sent a command or an interaction. */
export function senderOf({ text }: { text: string }): string | undefined {
  const [, byField, byPayload] =
    /(?:^|&)user_id=(\w+)|%22user%22%3A%7B%22id%22%3A%22(\w+)%22/.exec(text) ?? [];
  return byField ?? byPayload;
}

/** Expects that nobody was written to, or mentioned to others, for being invited; `senders` have done something themselves. */
export function expectNotWrittenTo(journal: Journal, senders: ReadonlySet<string>): void {
  const invited = new Set(
    journal.everOf('POST members').map(({ body }) => userOf(String(body.email).toLowerCase())),
  );
  const passive = [...invited].filter((userId) => !senders.has(userId));
  for (const { name, body } of journal.ever) {
    const isPublic = name === 'response_url' && body.response_type === 'in_channel';
    if (!isPublic && !writing.includes(name)) continue;
    const { channel, user, users: others } = body;
    const isDirect = /^[UD]/.test(String(channel));
    for (const userId of passive) {
      expect([channel, user, ...String(others).split(',')], `${name} to ${userId}`).not.toContain(
        userId,
      );
      if (!isDirect) expect(JSON.stringify(body)).not.toContain(`<@${userId}>`);
    }
  }
}
