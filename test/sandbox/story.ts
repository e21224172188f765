import * as z from 'zod';
import type { PiperSandbox, SandboxCall, SlackSandbox } from './contract.ts';
import { readableText } from './readable.ts';
import { app } from './slack/seed.ts';

type Parts = { slack: SlackSandbox; piper: PiperSandbox };

/** Tells what happens between people, the bot and Piper from now on, in a plain line each. */
export function tellStory({ slack, piper }: Parts, print: (line: string) => void): void {
  const told = new Set<string>();
  const tell = (isNew: boolean) => {
    // Piper's calls are there before their answers.
    const calls = [...slack.calls(), ...piper.calls().filter(isAnswered)];
    for (const call of calls.sort((a, b) => a.at - b.at)) {
      const id = `${call.to === 'piper'} ${call.id}`;
      if (told.has(id)) continue;
      told.add(id);
      if (!isNew) continue;
      const time = new Date(call.at).toLocaleTimeString('en-GB');
      for (const line of linesOf(call, slack)) print(`${time}  ${line}`);
    }
  };
  tell(false);
  slack.onChange(() => tell(true));
  piper.onChange(() => tell(true));
}

const isAnswered = ({ status, took }: SandboxCall): boolean => status !== 0 || took > 0;

function linesOf(call: SandboxCall, slack: SlackSandbox): string[] {
  const lines =
    call.to === 'piper'
      ? [piperLine(call)]
      : call.from === 'slack'
        ? [personLine(call, slack), answerLine(call, slack)]
        : [botLine(call, slack)];
  return lines.filter((line) => line !== undefined);
}

const titled = z.object({ title: z.object({ text: z.string() }) });
const command = z.object({ user_id: z.string(), channel_name: z.string(), text: z.string() });
const interaction = z.object({
  user: z.object({ id: z.string() }),
  view: titled.optional(),
  actions: z
    .array(z.object({ text: z.object({ text: z.string() }).optional(), type: z.string() }))
    .optional(),
});

/** What a person did. */
function personLine({ name, request, status }: SandboxCall, slack: SlackSandbox) {
  const failed = status === 200 ? '' : ' — Slack got no answer in time';
  const typed = command.safeParse(request);
  if (typed.success) {
    const { user_id, channel_name, text } = typed.data;
    return `${nameOf(user_id, slack)} typed ${`${name} ${text}`.trim()} (${channel_name})${failed}`;
  }
  const used = interaction.safeParse(request);
  if (!used.success) return undefined;
  const { user, view, actions } = used.data;
  const who = nameOf(user.id, slack);
  const where = view ? ` in “${view.title.text}”` : '';
  if (name === 'view_submission') return `${who} sent the form “${view?.title.text}”${failed}`;
  if (name === 'shortcut') return `${who} used a shortcut${failed}`;
  if (name === 'message_action') return `${who} used a shortcut of a message${failed}`;
  const button = actions?.find(({ type }) => type === 'button')?.text?.text;
  return name === 'block_actions' && button
    ? `${who} pressed “${button}”${where}${failed}`
    : undefined;
}

const posted = z.object({ channel: z.string().optional(), text: z.string().min(1) });
const opened = z.object({ view: titled });

/** What the bot says at once to whoever typed a command. */
function answerLine({ response }: SandboxCall, slack: SlackSandbox) {
  const answer = posted.safeParse(response);
  return answer.success
    ? `  ${app.name} answered: ${firstLine(answer.data.text, slack)}`
    : undefined;
}

/** What the bot wrote or opened. */
function botLine({ name, request }: SandboxCall, slack: SlackSandbox) {
  const view = opened.safeParse(request);
  if (name === 'views.open' && view.success)
    return `  ${app.name} opened “${view.data.view.title.text}”`;
  const message = posted.safeParse(request);
  if (!message.success) return undefined;
  const verbs: Record<string, string> = {
    'chat.postMessage': 'wrote',
    'chat.postEphemeral': 'told them alone',
    response_url: 'answered',
    'chat.update': 'changed its message',
  };
  const verb = verbs[name];
  return verb && `  ${app.name} ${verb}: ${firstLine(message.data.text, slack)}`;
}

/** What Piper changed, and where it did not do what it was asked. */
function piperLine({ name, status, request }: SandboxCall): string | undefined {
  const { email } = z.object({ email: z.string() }).safeParse(request).data ?? {};
  const isAdding = name.startsWith('POST ') && email !== undefined;
  const asked = isAdding ? `add ${email}` : name;
  if (status === 0) return `  Piper broke off when it was asked: ${asked}`;
  if (status >= 400) return `  Piper answered ${status} when it was asked: ${asked}`;
  if (isAdding) return `  Piper answered ${status}: ${email} is invited`;
  return name.startsWith('GET ') ? undefined : `  Piper answered ${status}: ${asked}`;
}

const everybody = (slack: SlackSandbox) =>
  slack.workspaces().map(({ adminId }) => slack.screen(adminId));

const nameOf = (id: string, slack: SlackSandbox): string =>
  everybody(slack)
    .flatMap(({ users }) => users)
    .find((user) => user.id === id)?.realName ?? id;

function firstLine(text: string, slack: SlackSandbox): string {
  const [screen] = everybody(slack);
  return (screen ? readableText(text, screen) : text).split('\n')[0] ?? '';
}
