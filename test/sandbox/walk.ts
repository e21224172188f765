import { setTimeout as delay } from 'node:timers/promises';
import { commands, fields } from '../../src/ids.ts';
import { outcome } from '../../src/text/index.ts';
import type {
  PiperMember,
  SandboxChannel,
  SandboxMessage,
  SandboxModal,
  SandboxUser,
  SlackAction,
  SlackScreen,
} from './contract.ts';
import {
  type Block,
  type Option,
  placedElements,
  type Values,
  type View,
} from './page/blocks/kit.ts';
import { valuesOf, withValue } from './page/blocks/values.ts';
import { readableBlocks, readableText } from './readable.ts';
import type { Sandbox } from './server.ts';

/** The main job does not work; the message ends a sentence that says so. */
export class JobFailed extends Error {}

/** Longest wait for the bot, in milliseconds: it may ask Piper again, and read the member list several times. */
const patience = 40_000;

/** An admin who uses the bot in a channel and says aloud what they do and see. */
export class Walk {
  readonly #sandbox: Sandbox;
  readonly #print: (line: string) => void;
  readonly #me: SandboxUser;
  readonly #channel: SandboxChannel;
  #steps = 0;
  #read: number;

  constructor(sandbox: Sandbox, print: (line: string) => void) {
    this.#sandbox = sandbox;
    this.#print = print;
    const me = sandbox.slack.screen('').users.find((user) => user.isAdmin);
    if (!me) throw new JobFailed('the workspace has no admin.');
    this.#me = me;
    const channel = this.#screen().channels.find(({ hasBot, archived }) => hasBot && !archived);
    if (!channel) throw new JobFailed('the bot is in no channel.');
    this.#channel = channel;
    this.#read = this.#messages().length;
  }

  /** Types the command, with words after it. */
  async type(words: string): Promise<void> {
    this.#step(`types ${`${commands.invite} ${words}`.trim()} in #${this.#channel.name}`);
    await this.#act({ type: 'command', channel: this.#channel.id, text: words });
  }

  /** Waits for the form; before it there may be a modal that only says that it is coming. */
  async readForm(): Promise<SandboxModal> {
    let first: string | undefined;
    const modal = await this.#next((top) => {
      const words = this.#lines(blocksOf(top)).join();
      first ??= words;
      return Boolean(viewOf(top).submit) || words !== first;
    });
    const { submit, title } = viewOf(modal);
    this.#say([
      `A form opens: ${title.text}`,
      ...this.#lines(blocksOf(modal), this.#initialValues(modal)),
    ]);
    if (!submit) throw new JobFailed('there is nothing to fill in.');
    return modal;
  }

  /** Fills in an address and a role, leaves the rest as it is, and submits. */
  async submit(form: SandboxModal, answers: { address: string; role: string }): Promise<void> {
    const { address, role } = answers;
    this.#step(`fills in ${address} and ${role}, and submits`);
    const values = withValue(
      withValue(this.#initialValues(form), fields.addresses, fields.addresses, {
        type: 'plain_text_input',
        value: address,
      }),
      fields.role,
      fields.role,
      await this.#roleValue(form, role),
    );
    await this.#act({ type: 'submit', viewId: form.id, values });
  }

  /** Waits for the public confirmation, and for the person in Piper. */
  async readConfirmation(address: string): Promise<void> {
    const { message, words } = await this.#nextMessage();
    const member = this.#member(address);
    this.#say([
      member
        ? `Piper has ${address}: ${member.role}, ${member.status}`
        : `Piper does not have ${address}`,
    ]);
    if (!member) throw new JobFailed(`${address} was not invited.`);
    if (message.ephemeral || !words.includes(address) || !words.includes(member.role)) {
      throw new JobFailed(`nobody was told that ${address} is ${member.role}.`);
    }
  }

  /** Waits to be told, alone, that somebody is there already; Piper must not change. */
  async readRefusal(address: string): Promise<void> {
    const before = this.#members().length;
    const { message, words } = await this.#nextMessage();
    const after = this.#members().length;
    this.#say([`Piper has ${after} members, as before`]);
    if (after !== before || !message.ephemeral || !words.includes(address)) {
      throw new JobFailed(`${address} should have been left alone.`);
    }
  }

  async #act(action: SlackAction): Promise<void> {
    const result = await this.#sandbox.slack.act(this.#me.id, action);
    if (!result.ok) throw new JobFailed(`Slack says: ${result.error}`);
  }

  /** Waits for a modal; a message, or an error under a field, is a failure that is read out. */
  async #next(isAwaited: (modal: SandboxModal) => boolean): Promise<SandboxModal> {
    return this.#until(() => {
      if (this.#messages().length > this.#read) {
        this.#readMessage();
        throw new JobFailed('the form did not open.');
      }
      const modal = this.#modal();
      return modal && isAwaited(modal) ? modal : undefined;
    });
  }

  /** Waits for the outcome, past the word that it takes longer. */
  async #nextMessage(): Promise<{ message: SandboxMessage; words: string }> {
    return this.#until(() => {
      const errors = Object.values(this.#modal()?.errors ?? {});
      if (errors.length > 0) throw new JobFailed(`the form says: ${errors.join(' ')}`);
      if (this.#messages().length === this.#read) return undefined;
      const read = this.#readMessage();
      return isDelay(read.words) ? undefined : read;
    });
  }

  /** Reads the next message out. */
  #readMessage(): { message: SandboxMessage; words: string } {
    const message = this.#messages()[this.#read];
    if (!message) throw new JobFailed('there is no message.');
    this.#read += 1;
    const { author, ephemeral, text } = message;
    const lines = this.#lines(message.blocks as Block[]);
    const words = lines.length > 0 ? lines : readableText(text, this.#screen()).split('\n');
    const name = this.#screen().users.find(({ id }) => id === author)?.realName ?? author;
    const readers = ephemeral ? 'only visible to you' : `in #${this.#channel.name}`;
    this.#say([`${name}, ${readers}:`, ...words.map((line) => `  ${line}`)]);
    return { message, words: words.join('\n') };
  }

  async #until<T>(look: () => T | undefined): Promise<T> {
    const deadline = Date.now() + patience;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (Date.now() > deadline) {
        throw new JobFailed(`the bot said nothing for ${patience / 1000} seconds.`);
      }
      await delay(25);
    }
  }

  async #roleValue(form: SandboxModal, name: string): Promise<Values[string][string]> {
    const placed = placedElements(blocksOf(form)).find(({ blockId }) => blockId === fields.role);
    const element = placed?.element;
    let options: Option[] = [];
    if (element?.type === 'static_select') options = element.options ?? [];
    if (placed && element?.type === 'external_select') {
      const result = await this.#sandbox.slack.act(this.#me.id, {
        type: 'options',
        viewId: form.id,
        blockId: placed.blockId,
        actionId: placed.actionId,
        query: name,
      });
      if (result.ok) options = (result.options as { options?: Option[] }).options ?? [];
    }
    const option = options.find(({ text }) => text.text === name);
    if (!element || !option) throw new JobFailed(`the form has no role ${name}.`);
    return { type: element.type, selected_option: option };
  }

  #initialValues(modal: SandboxModal): Values {
    return valuesOf(blocksOf(modal), {}, this.#channel.id);
  }

  #lines(blocks: Block[], values?: Values): string[] {
    return readableBlocks(blocks, this.#screen(), values);
  }

  #screen(): SlackScreen {
    return this.#sandbox.slack.screen(this.#me.id);
  }

  #modal(): SandboxModal | undefined {
    return this.#screen().modals.at(-1);
  }

  #messages(): SandboxMessage[] {
    return this.#screen().messages[this.#channel.id] ?? [];
  }

  #members(): PiperMember[] {
    const { piper } = this.#sandbox;
    return (
      piper.screen().organizations.find(({ id }) => id === piper.organizationId)?.members ?? []
    );
  }

  #member(address: string): PiperMember | undefined {
    return this.#members().find(({ email }) => email === address);
  }

  #step(words: string): void {
    this.#steps += 1;
    this.#print(`\n${this.#steps}. ${this.#me.realName} ${words}`);
  }

  #say(lines: string[]): void {
    for (const line of lines) this.#print(`   ${line}`);
  }
}

const viewOf = (modal: SandboxModal) => modal.view as View;
const blocksOf = (modal: SandboxModal) => viewOf(modal).blocks as Block[];

/** Whether it says no more than that the outcome takes longer: with one of the ways to begin that those notices have. */
const isDelay = (words: string): boolean =>
  [
    outcome.delayed.slow(1),
    outcome.delayed.down(1),
    outcome.delayed.busy(1, 1),
    outcome.delayed.unsent(1),
    outcome.delayed.senseless([]),
    outcome.delayed.unclear([]),
    outcome.delayed.interrupted([]),
  ].some((notice) => words.startsWith(firstSentence(notice)));
const firstSentence = (text: string): string => text.slice(0, text.indexOf('. ') + 1);
