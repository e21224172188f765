import type { PiperFault } from '../contract.ts';
import {
  alreadyMember,
  invalid,
  missingPermission,
  organizationNotFound,
  rateLimited,
  unauthorized,
} from './errors.ts';
import { type Outcome, refusal, text } from './outcomes.ts';

type Fault = {
  /** `every` comes before anything is looked at; `add-member` stands in for the answer to a request that Piper takes. */
  calls: 'every' | 'add-member';
  /** Whether the member has been stored by then. */
  stores: boolean;
  /** `now` in epoch milliseconds. */
  outcome(now: number): Outcome;
};

const retryAfterSeconds = 2;

const badGatewayPage = `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>nginx</center>
</body>
</html>
`;

const internalServerError = () => text(500, 'text/plain; charset=utf-8', 'Internal Server Error');

const garbage = () => text(200, 'application/json', 'Member added.');

const drop = (): Outcome => ({ kind: 'drop' });

function beforeStoring(outcome: Fault['outcome']): Fault {
  return { calls: 'add-member', stores: false, outcome };
}

function afterStoring(outcome: Fault['outcome']): Fault {
  return { calls: 'add-member', stores: true, outcome };
}

function onEveryCall(outcome: Fault['outcome']): Fault {
  return { calls: 'every', stores: false, outcome };
}

/**
 * A request that Piper would refuse is refused as ever, so that no fault on adding a member hides a wrong request, and
 * a second attempt after a stored one is told of the conflict.
 */
export const faults: Record<Exclude<PiperFault, 'none'>, Fault> = {
  unauthorized: onEveryCall(() => refusal(unauthorized('Invalid token'))),
  forbidden: beforeStoring(() => refusal(missingPermission('members:invite'))),
  'not-found': beforeStoring(() => refusal(organizationNotFound())),
  conflict: beforeStoring(() => refusal(alreadyMember())),
  invalid: beforeStoring(() =>
    refusal(
      invalid([
        { loc: ['body', 'role_id'], msg: 'Input should be a valid UUID', type: 'uuid_parsing' },
      ]),
    ),
  ),
  'rate-limited': beforeStoring(() => refusal(rateLimited(String(retryAfterSeconds)))),
  'rate-limited-date': beforeStoring((now) => {
    // An HTTP date has no milliseconds: rounded up, it never asks for less than the seconds above.
    const at = Math.ceil(now / 1000 + retryAfterSeconds) * 1000;
    return refusal(rateLimited(new Date(at).toUTCString()));
  }),
  'server-error': beforeStoring(internalServerError),
  'server-error-after-commit': afterStoring(internalServerError),
  'bad-gateway': beforeStoring(() => text(502, 'text/html', badGatewayPage)),
  garbage: beforeStoring(garbage),
  'garbage-after-commit': afterStoring(garbage),
  empty: beforeStoring(() => text(200, 'application/json', '')),
  drop: beforeStoring(drop),
  'drop-after-commit': afterStoring(drop),
  hang: beforeStoring(() => ({ kind: 'hang' })),
  down: onEveryCall(drop),
};
