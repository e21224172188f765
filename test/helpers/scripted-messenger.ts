import type { PostedMessage } from '../../src/domain/invitation.ts';
import type { Messenger } from '../../src/slack/messenger.ts';
import type { Message } from '../../src/views/message.ts';

type How = keyof Messenger;
type Answers = { [K in How]: () => Awaited<ReturnType<Messenger[K]>> };

/**
 * A messenger that keeps what it is given, in order, and answers what the test says. Every answer takes a turn, so that others get
 * in between.
 */
export function scriptedMessenger() {
  const posted: PostedMessage = { channel: 'C1', ts: '1' };
  const heard: { how: How; to: unknown; text: string; message: Message }[] = [];
  const slack: Answers & { isInstalled: () => boolean } = {
    /** Asked each time somebody is to be told something. */
    isInstalled: () => true,
    announce: () => ({ isDelivered: true, posted }),
    post: () => posted,
    change: () => 'done',
    replace: () => undefined,
    dismiss: () => undefined,
    tell: () => true,
    upload: () => 'not_granted',
    tellWithFile: () => 'sent',
  };

  async function hear<T>(how: How, to: unknown, message: Message, answer: () => T): Promise<T> {
    await new Promise((resolve) => setImmediate(resolve));
    heard.push({ how, to, text: message.text, message });
    return answer();
  }

  const messenger: Messenger = {
    announce: (to, message) => hear('announce', to, message, () => slack.announce()),
    post: (channel, message, threadTs) =>
      hear('post', threadTs ? { channel, threadTs } : channel, message, () => slack.post()),
    change: (to, message) => hear('change', to, message, () => slack.change()),
    replace: (to, message) => hear('replace', to, message, () => slack.replace()),
    dismiss: async () => slack.dismiss(),
    tell: (to, message) => hear('tell', to, message, () => slack.tell()),
    upload: async () => slack.upload(),
    tellWithFile: (userId, message) =>
      hear('tellWithFile', userId, message, () => slack.tellWithFile()),
  };
  return {
    slack,
    posted,
    heard,
    /** The ways in which it has heard something, in order. */
    ways: () => heard.map(({ how }) => how),
    messengerOf: async () => (slack.isInstalled() ? messenger : undefined),
  };
}
