import type { KnownBlock } from '@slack/types';
import type { GroupPart, RoleGroup } from '../domain/role-groups.ts';
import { preview as limits } from '../limits.ts';
import { preview as text } from '../text/index.ts';
import { fairShares } from '../utils/fair-shares.ts';
import { pack, section } from './message.ts';

/** The people of each role, as many as there is room for; `isWhole` if that is everybody. */
export function groupsInBrief(groups: readonly RoleGroup[]): {
  blocks: KnownBlock[];
  isWhole: boolean;
} {
  const shown = groups.slice(0, limits.roles);
  const names = shown.map(({ invitees }) => invitees.map(text.person));
  const shares = fairShares(names.map(lengthOf), limits.nameCharacters);
  const fitting = names.map((list, at) => fittingOf(list, shares[at] ?? 0));
  const texts = shown.flatMap(({ role, invitees: { length: count } }, at) =>
    textsOf(text.role({ name: role.name, count }, false), fitting[at] ?? [], count),
  );
  const others = groups.slice(limits.roles);
  const left = others.reduce((sum, { invitees }) => sum + invitees.length, 0);
  const more = left > 0 ? [text.moreRoles(others.length, left)] : [];
  return {
    blocks: [...texts, ...more].map(section),
    isWhole: left === 0 && fitting.every((list, at) => list.length === names[at]?.length),
  };
}

/** The people of each role on a page of the whole list. */
export const groupsOnPage = (parts: readonly GroupPart[]): KnownBlock[] =>
  parts
    .flatMap(({ role, invitees, count, isContinued }) =>
      textsOf(
        text.role({ name: role.name, count }, isContinued),
        invitees.map(text.person),
        invitees.length,
      ),
    )
    .map(section);

const lengthOf = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + name.length, 0);

/** The first names that take no more than `room` characters. */
function fittingOf(names: readonly string[], room: number): string[] {
  let used = 0;
  return names.filter((name) => {
    used += name.length;
    return used <= room;
  });
}

/** The first names of `count`, below a headline. */
function textsOf(headline: string, names: readonly string[], count: number): string[] {
  const more = count - names.length;
  const words = names.map((name, at) => (at < names.length - 1 ? `${name},` : name));
  const [first = '', ...rest] = more > 0 ? [...words, text.more(more)] : words;
  return pack([`${headline}\n${first}`, ...rest], ' ');
}
