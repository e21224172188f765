import { Counter, Histogram, type Registry } from 'prom-client';
import type { EndedInvitations } from '../delivery/ended-invitations.ts';
import type { Answered } from '../listeners/middleware/error-boundary.ts';
import type { PiperCall } from '../piper/client.ts';
import type { SlackCall } from '../slack/report-calls.ts';
import { metrics as limits } from './limits.ts';

/** Takes what the parts of the product tell of their work. Labels are words of the product, never of people. */
export function createReports(registry: Registry) {
  const registers = [registry];
  const acknowledgements = new Histogram({
    name: 'piper_invite_acknowledgement_seconds',
    help: 'Time from when a request of Slack was received until it was acknowledged. Slack waits 3 seconds.',
    labelNames: ['type', 'name', 'outcome'],
    buckets: [...limits.acknowledgementBuckets],
    registers,
  });
  const piperCalls = new Histogram({
    name: 'piper_invite_piper_call_seconds',
    help: 'Time of each request to Piper. The outcome is ok, or why it failed.',
    labelNames: ['method', 'resource', 'outcome'],
    buckets: [...limits.callBuckets],
    registers,
  });
  const slackCalls = new Histogram({
    name: 'piper_invite_slack_call_seconds',
    help: 'Time of each call to Slack, by method.',
    labelNames: ['method', 'outcome'],
    buckets: [...limits.callBuckets],
    registers,
  });
  const refusals = new Counter({
    name: 'piper_invite_tokens_refused_total',
    help: 'Calls whose token Piper or Slack did not accept.',
    labelNames: ['upstream'],
    registers,
  });
  const rateLimits = new Counter({
    name: 'piper_invite_rate_limited_total',
    help: 'Calls that Piper or Slack answered with 429.',
    labelNames: ['upstream'],
    registers,
  });
  // What appears only with its first event has not grown, as Prometheus sees it.
  for (const counter of [refusals, rateLimits]) {
    for (const upstream of ['piper', 'slack']) counter.inc({ upstream }, 0);
  }
  const invitations = new Counter({
    name: 'piper_invite_invitations_ended_total',
    help: 'Invitations that have ended in this process, with the reason of a failure.',
    labelNames: ['outcome', 'reason'],
    registers,
  });

  return {
    onAnswered: ({ milliseconds, ...labels }: Answered): void =>
      acknowledgements.observe(labels, seconds(milliseconds)),
    onPiperCall: ({ milliseconds, ...labels }: PiperCall): void => {
      piperCalls.observe(labels, seconds(milliseconds));
      if (labels.outcome === 'unauthorized') refusals.inc({ upstream: 'piper' });
      if (labels.outcome === 'rate_limited') rateLimits.inc({ upstream: 'piper' });
    },
    onSlackCall: ({ milliseconds, ...labels }: SlackCall): void => {
      slackCalls.observe(labels, seconds(milliseconds));
      if (labels.outcome === 'token_refused') refusals.inc({ upstream: 'slack' });
      if (labels.outcome === 'rate_limited') rateLimits.inc({ upstream: 'slack' });
    },
    onEnded: ({ outcome, reason, count }: EndedInvitations): void =>
      invitations.inc({ outcome, reason: reason ?? '' }, count),
  };
}

export type Reports = ReturnType<typeof createReports>;

/** A request that nobody has noted the time of counts as none. */
const seconds = (milliseconds: number): number => (milliseconds > 0 ? milliseconds / 1_000 : 0);
