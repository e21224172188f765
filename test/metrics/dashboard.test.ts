import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Sources } from '../../src/metrics/gauges.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';

const panels = z
  .object({
    panels: z.array(
      z.object({
        title: z.string(),
        type: z.string(),
        gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
        targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).default([]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync('deploy/grafana/piper-invite.json', 'utf8'))).panels;
const rules = z
  .object({
    groups: z.tuple([
      z.object({
        rules: z.array(
          z.strictObject({
            alert: z.string().regex(/^PiperInvite[A-Z]\w+$/),
            expr: z.string(),
            for: z
              .string()
              .regex(/^\d+m$/)
              .optional(),
            labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
            annotations: z.strictObject({ summary: z.string(), description: z.string() }),
          }),
        ),
      }),
    ]),
  })
  .parse(parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8'), { strict: true }))
  .groups[0].rules;
const expressions = [
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...rules.map(({ expr }) => expr),
];

/** The labels of each series that the product gives, by its name. */
const live = new Map<string, Set<string>>();

beforeAll(async () => {
  const { reports, serve } = await createMetrics({ token: 'a-token-for-metrics' });
  const milliseconds = 1;
  reports.onAnswered?.({ type: 'command', name: 'help', outcome: 'late', milliseconds });
  reports.onPiperCall?.({ method: 'GET', resource: 'roles', outcome: 'ok', milliseconds });
  reports.onSlackCall?.({ method: 'auth.test', outcome: 'ok', milliseconds });
  reports.onEnded?.({ outcome: 'failed', reason: 'forbidden', count: 1 });
  const sources: Sources = {
    readWorkload: async () => ({ waiting: 1, sending: 1, requests: 1 }),
    pools: () => [{ pool: 'interactive', size: 1, idle: 1, waiting: 0 }],
    isAnswering: () => true,
    readChecks: async () => ({ database: true }),
    now: Date.now,
  };
  for (const line of (await scrape(serve(sources).beside['GET /metrics'])).split('\n')) {
    const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (!name || line.startsWith('#')) continue;
    const known = live.get(name) ?? new Set(['instance']);
    for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label);
    live.set(name, known);
  }
});

async function scrape(route: unknown): Promise<string> {
  let text = '';
  const response = {
    writeHead: () => ({
      end: (body: string) => {
        text = body;
      },
    }),
  };
  const request = { headers: { authorization: 'Bearer a-token-for-metrics' } };
  await (route as (request: object, response: object) => Promise<void>)(request, response);
  return text;
}

/** What an expression names: series, each with the labels that are asked of it. */
const seriesIn = (expression: string): { name: string; labels: string[] }[] =>
  [
    ...expression.matchAll(/\b((?:piper_invite|nodejs|process)_\w+|\w+(?=[{[]))(?:\{([^}]*)\})?/g),
  ].map(([, name = '', selector = '']) => ({
    name,
    labels: [...selector.matchAll(/(\w+)\s*(?:=|!)/g)].map(([, label = '']) => label),
  }));

describe('the dashboard and the alerts', () => {
  it.each(expressions)('ask for nothing that the product does not give: %s', (expression) => {
    const series = seriesIn(expression);
    expect(series.length).toBeGreaterThan(0);
    const groups = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) =>
      names.split(', '),
    );
    for (const { name, labels } of series) {
      const known = live.get(name);
      expect(known, name).toBeDefined();
      for (const label of [...labels, ...groups]) expect([...(known ?? [])], name).toContain(label);
    }
  });

  it.each(expressions)('have as many brackets that close as open: %s', (expression) => {
    let rest = expression.replace(/"[^"]*"/g, '').replace(/[^()[\]{}]/g, '');
    for (let before = ''; before !== rest; ) {
      before = rest;
      rest = rest.replace(/\(\)|\[\]|\{\}/g, '');
    }
    expect(rest).toBe('');
  });

  it('leave out nothing that the product gives', () => {
    const asked = new Set(expressions.flatMap(seriesIn).map(({ name }) => name));
    const families = [...live.keys()]
      .filter((name) => name.startsWith('piper_invite_'))
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    const missing = [...new Set(families)].filter(
      (family) => ![...asked].some((name) => name.replace(/_(bucket|sum|count)$/, '') === family),
    );
    expect(missing).toEqual([]);
  });

  it('name what they say only with labels that are left', () => {
    for (const { expr, annotations } of rules) {
      const said = Object.values(annotations).join(' ');
      const named = [...said.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      const groups = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ');
      const left = groups ?? (/\b(?:max|min|sum)\b/.test(expr) ? [] : ['instance']);
      for (const label of named) expect(left, expr).toContain(label);
    }
    for (const { targets, title } of panels) {
      for (const { expr, legendFormat } of targets) {
        const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label);
        const groups = /\bby \(([^)]*)\)/.exec(expr)?.[1]?.split(', ') ?? ['instance'];
        for (const label of named) expect(groups, title).toContain(label);
      }
    }
  });

  it('lie beside each other', () => {
    for (const [at, a] of panels.entries()) {
      expect(a.gridPos.x + a.gridPos.w, a.title).toBeLessThanOrEqual(24);
      for (const b of panels.slice(at + 1)) {
        const [p, q] = [a.gridPos, b.gridPos];
        const isApart =
          p.x + p.w <= q.x || q.x + q.w <= p.x || p.y + p.h <= q.y || q.y + q.h <= p.y;
        expect(isApart, `${a.title} and ${b.title}`).toBe(true);
      }
    }
  });
});
