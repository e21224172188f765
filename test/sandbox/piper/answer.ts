import type * as z from 'zod';
import type { PiperFault } from '../contract.ts';
import { ApiError } from './errors.ts';
import { faults } from './faults.ts';
import { json, type Outcome, refusal } from './outcomes.ts';
import type { Match } from './router.ts';
import type { Operations, RawRequest } from './routes.ts';
import { errorBody } from './schemas.ts';

type Exchange = {
  found: Match;
  /** Without the parameters of the path, which `found` has. */
  request: Omit<RawRequest, 'path'>;
  /** Scheme, host and port, as the client wrote them. */
  origin: string;
  /** What follows the path, with its `?`. */
  search: string;
};

/** Piper's answer to one request. Never throws: a defect of the sandbox itself is a 500 that says so, and is logged. */
export function answer(
  exchange: Exchange,
  store: Operations,
  fault: PiperFault,
  now: number,
): Outcome {
  try {
    return answerOrThrow(exchange, store, fault, now);
  } catch (error) {
    if (error instanceof ApiError) return checkedRefusal(error);
    return defect(error);
  }
}

function answerOrThrow(
  { found, request, origin, search }: Exchange,
  store: Operations,
  name: PiperFault,
  now: number,
): Outcome {
  const fault = name === 'none' ? undefined : faults[name];
  if (fault?.calls === 'every') return fault.outcome(now);

  switch (found.kind) {
    case 'not-found':
      throw new ApiError(404, 'Not Found');
    case 'method-not-allowed':
      throw new ApiError(405, 'Method Not Allowed', { allow: found.allowed.join(', ') });
    case 'redirect':
      return {
        kind: 'answer',
        status: 307,
        headers: { location: `${origin}${found.path}${search}` },
        text: '',
      };
    case 'route': {
      const { route, params } = found;
      const run = route.prepare({ ...request, path: params }, store);
      const applied = route.operation === 'addOrganizationMember' ? fault : undefined;
      if (applied && !applied.stores) return applied.outcome(now);
      const body = run();
      if (applied) return applied.outcome(now);
      return json(200, checked(route.response, body));
    }
  }
}

function checkedRefusal(error: ApiError): Outcome {
  try {
    checked(errorBody, { detail: error.detail });
    return refusal(error);
  } catch (wrong) {
    return defect(wrong);
  }
}

function checked(schema: z.ZodType, body: unknown): unknown {
  const result = schema.safeParse(body);
  if (result.success) return body;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`its own answer is wrong: ${issues.join('; ')}`);
}

function defect(error: unknown): Outcome {
  const detail = `sandbox: ${error instanceof Error ? error.message : String(error)}`;
  console.error(detail, error);
  return json(500, { detail });
}
