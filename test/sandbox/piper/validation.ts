import type * as z from 'zod';
import { invalid } from './errors.ts';
import type { ValidationIssue } from './schemas.ts';

type Words = Pick<ValidationIssue, 'msg' | 'type'>;

const notAnObject: Words = {
  msg: 'Input should be a valid dictionary or object to extract fields from',
  type: 'model_attributes_type',
};

/** Pydantic's words for an issue, since clients may read its `type`. */
function words(issue: z.core.$ZodIssue): Words {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { msg: 'Field required', type: 'missing' };
      if (issue.expected === 'object') return notAnObject;
      return { msg: `Input should be a valid ${issue.expected}`, type: `${issue.expected}_type` };
    case 'invalid_format':
      if (issue.format === 'guid') {
        return { msg: 'Input should be a valid UUID', type: 'uuid_parsing' };
      }
      if (issue.format === 'email') {
        return { msg: 'value is not a valid email address', type: 'value_error' };
      }
      return {
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        type: 'int_parsing',
      };
    case 'too_small':
      return {
        msg: `Input should be greater than or equal to ${issue.minimum}`,
        type: 'greater_than_equal',
      };
    case 'too_big':
      return {
        msg: `Input should be less than or equal to ${issue.maximum}`,
        type: 'less_than_equal',
      };
    default:
      return { msg: issue.message, type: 'value_error' };
  }
}

function location(path: PropertyKey[]): ValidationIssue['loc'] {
  return path.map((part) => (typeof part === 'number' ? part : String(part)));
}

function issuesOf(error: z.ZodError): ValidationIssue[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          loc: location([...issue.path, key]),
          msg: 'Extra inputs are not permitted',
          type: 'extra_forbidden',
        }))
      : [{ loc: location(issue.path), ...words(issue) }],
  );
}

/** The request as the schema has it; throws a 422 whose `loc` starts with `path`, `query` or `body`. */
export function validated<T>(schema: z.ZodType<T>, request: unknown): T {
  const result = schema.safeParse(request, { reportInput: true });
  if (!result.success) throw invalid(issuesOf(result.error));
  return result.data;
}

/** A request body, undefined when there is none; throws a 422 when it is not JSON or does not say that it is. */
export function parsedBody(text: string, contentType: string | undefined): unknown {
  if (text === '') return undefined;
  if (!/^application\/(\w+\+)?json\b/i.test(contentType ?? '')) {
    throw invalid([{ loc: ['body'], ...notAnObject }]);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw invalid([{ loc: ['body', 0], msg: 'JSON decode error', type: 'json_invalid' }]);
  }
}
