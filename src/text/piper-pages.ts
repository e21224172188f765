import type { PiperPages } from '../domain/piper-pages.ts';

const link = (url: string, words: string): string => `<${url}|${words}>`;

/** Ways to Piper's own pages. */
export const piperPages = {
  all: ({ members, roles, tokens }: PiperPages) =>
    `In Piper: ${link(members, 'members')}, ${link(roles, 'roles')}, ${link(tokens, 'platform tokens')}.`,
  members: ({ members }: PiperPages) => link(members, 'its members page'),
} as const;
