import type * as z from 'zod';
import { isFields } from '../json.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Slack's words for what zod found in `value`, each with Slack's pointer, which starts at `root`. */
export function slackWords(issues: Issue[], value: unknown, root: string): string[] {
  return issues.flatMap((issue) => wordsOf(issue, value, root));
}

export const pointed = (words: string, root: string, path: Path): string =>
  `${words} [json-pointer:${[root, ...path.map(String)].join('/')}]`;

function wordsOf(issue: Issue, value: unknown, root: string): string[] {
  const at = (words: string, path: Path = issue.path) => pointed(words, root, path);
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') {
        return [at(`must be less than ${Number(issue.maximum) + 1} characters`)];
      }
      if (issue.origin === 'array') return [at(`no more than ${issue.maximum} items allowed`)];
      return [at(`must be no more than ${issue.maximum}`)];
    case 'too_small':
      if (issue.origin === 'string') {
        return [at(`must be more than ${Number(issue.minimum) - 1} characters`)];
      }
      if (issue.origin === 'array') return [at(`no fewer than ${issue.minimum} items allowed`)];
      return [at(`must be no less than ${issue.minimum}`)];
    case 'unrecognized_keys':
      return issue.keys.map((key) => at(`invalid additional property: ${key}`));
    case 'invalid_type':
    case 'invalid_value': {
      const last = String(issue.path.at(-1));
      if (valueAt(value, issue.path) === undefined && issue.path.length > 0) {
        return [at(`missing required field: ${last}`, issue.path.slice(0, -1))];
      }
      return [
        at(
          issue.code === 'invalid_type'
            ? `must provide ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`
            : 'must be a valid enum value',
        ),
      ];
    }
    case 'invalid_union': {
      if (issue.discriminator === undefined) return [at('failed to match all allowed schemas')];
      const type = valueAt(value, issue.path);
      if (type === undefined) return [at('missing required field: type', issue.path.slice(0, -1))];
      return [at(`unsupported type: ${String(type)}`)];
    }
    case 'custom':
      return [at(issue.message)];
    default:
      return [at('invalid format')];
  }
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return isFields(inner) ? inner[String(key)] : undefined;
  }, value);
}
