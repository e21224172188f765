import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import packageJson from '#package' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Route } from '../receivers/web-server.ts';
import { createGauges, type Sources } from './gauges.ts';
import { createReports, type Reports } from './reports.ts';
import { withToken } from './with-token.ts';

const path = 'GET /metrics';

export type Metrics = {
  /** Handed to the parts. */
  reports: Partial<Reports>;
  /** Where they can be read: on the port of Slack's requests, or on one of their own, or nowhere. */
  serve: (sources: Sources) => {
    beside: Record<string, Route>;
    apart: Record<string, Route> | undefined;
  };
};

/** Metrics in Prometheus' format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function collectMetrics(settings: NonNullable<Config['metrics']>): Metrics {
  const registry = new Registry();
  return {
    reports: createReports(registry),
    serve: (sources) => {
      collectDefaultMetrics({ register: registry });
      describeBuild(registry);
      const refresh = createGauges(registry, sources);
      const route: Route = async (_, response) => {
        await refresh();
        const text = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType }).end(text);
      };
      const { token } = settings;
      const routes = { [path]: token === undefined ? route : withToken(token, route) };
      return settings.listen ? { beside: {}, apart: routes } : { beside: routes, apart: undefined };
    },
  };
}

function describeBuild(registry: Registry): void {
  new Gauge({
    name: 'piper_invite_build_info',
    help: 'Always 1: the versions of the product and of Node.',
    labelNames: ['version', 'node_version'],
    registers: [registry],
  }).set({ version: packageJson.version, node_version: process.versions.node }, 1);
}
