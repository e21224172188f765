import type { SandboxUser } from '../../contract.ts';
import type { AppSurface } from '../app-surface.ts';

/** Something that could be meant by what is being written, and the draft that it would make. */
export type Completion = {
  id: string;
  words: string;
  hint: string;
  user?: SandboxUser;
  draft: string;
  caret: number;
};

const mostShown = 8;

/** What could be meant at the caret: a command at the start of the draft, or a person after an `@`. */
export function completionsOf(
  draft: string,
  caret: number,
  commands: AppSurface['commands'],
  users: readonly SandboxUser[],
): Completion[] {
  const before = draft.slice(0, caret);
  if (/^\/\S*$/.test(before)) {
    return commands
      .filter(({ command }) => command.startsWith(before.toLowerCase()))
      .map(({ command, description, usageHint }) => ({
        id: command,
        words: `${command} ${usageHint}`.trim(),
        hint: description,
        ...replaced(draft, 0, caret, `${command} `),
      }));
  }
  const typed = /(?:^|[\s,])@([\p{L}\p{N}._-]*)$/u.exec(before)?.[1];
  if (typed === undefined) return [];
  const wanted = typed.toLowerCase();
  return users
    .filter(
      (user) =>
        !user.deleted &&
        [user.name, ...user.realName.split(/\s+/)].some((word) =>
          word.toLowerCase().startsWith(wanted),
        ),
    )
    .slice(0, mostShown)
    .map((user) => ({
      id: user.id,
      words: user.realName || user.name,
      hint: `@${user.name}`,
      user,
      ...replaced(draft, caret - typed.length - 1, caret, `@${user.name} `),
    }));
}

function replaced(draft: string, from: number, to: number, words: string) {
  const rest = draft.slice(to).replace(/^ /, '');
  return { draft: draft.slice(0, from) + words + rest, caret: from + words.length };
}
