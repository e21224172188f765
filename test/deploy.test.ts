import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { drainTimeout } from '../src/limits.ts';

const read = (file: string) => readFileSync(file, 'utf8');

/** The settings that there are, with their defaults. */
const settings = new Map(
  [...read('.env.example').matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
);
/** What the product is given that isn't a setting of its own. */
const ofNode = ['NODE_ENV', 'XDG_CACHE_HOME'];

function expectSettings(names: string[]): void {
  expect(names).not.toEqual([]);
  for (const name of names) expect([...settings.keys(), ...ofNode]).toContain(name);
}

/** The longest stop: requests, then delivery, then notifications. */
const longestStop = (3 * drainTimeout) / 1_000;

describe('compose.yml', () => {
  const { services, volumes } = parse(read('compose.yml'), { merge: true });

  it('runs the product without anything that it needs no right to', () => {
    for (const name of ['piper-invite', 'replicas']) {
      expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'], build: '.' });
      expect(Number.parseInt(services[name].stop_grace_period, 10)).toBeGreaterThan(longestStop);
    }
    expectSettings(Object.keys(services.replicas.environment));
  });

  it('starts one process with SQLite where nothing else is named', () => {
    const started = Object.entries<{ profiles?: string[] }>(services).filter(
      ([, { profiles }]) => !profiles,
    );
    expect(started.map(([name]) => name)).toEqual(['piper-invite']);
    expect(services['piper-invite'].volumes).toEqual(['data:/data']);
    expect(Object.keys(volumes)).toContain('data');
  });

  it('has Prometheus read every replica, at the port that they serve metrics at', () => {
    const { scrape_configs } = parse(read('deploy/prometheus/prometheus.yml'));
    const { METRICS_PORT } = services.replicas.environment;
    expect(scrape_configs[0].dns_sd_configs).toEqual([
      { names: ['replicas'], type: 'A', port: Number(METRICS_PORT) },
    ]);
  });
});

describe('Dockerfile', () => {
  const last = read('Dockerfile').split('\nFROM ').at(-1) ?? '';

  it('runs the built program as somebody without rights, and asks whether it is ready', () => {
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^CMD \["node", "main.mjs"\]$/m);
    expect(last).toMatch(/HEALTHCHECK(.|\n)+\/readyz/);
    expect(last).toContain(`EXPOSE ${settings.get('PORT')}`);
    expectSettings([...last.matchAll(/\b([A-Z_]+)=/g)].map(([, name]) => String(name)));
  });
});

describe('deploy/kubernetes.yaml', () => {
  const documents = parseAllDocuments(read('deploy/kubernetes.yaml')).map((each) => each.toJS());
  const [deployment, service, budget] = documents;
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;

  it('runs the product without anything that it needs no right to', () => {
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expectSettings(container.env.map(({ name }: { name: string }) => name));
  });

  it('takes a process out of service before it stops, and lets it finish', () => {
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/livez', port: 'http' });
    expect(container.ports[0]).toEqual({
      name: 'http',
      containerPort: Number(settings.get('PORT')),
    });
    const [sleep, pause] = container.lifecycle.preStop.exec.command;
    expect([sleep, Number(pause)]).toEqual(['sleep', expect.any(Number)]);
    expect(Number(pause)).toBeGreaterThanOrEqual(5);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(longestStop + Number(pause));
    expect(deployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  });

  it('names the same processes everywhere', () => {
    const labels = { 'app.kubernetes.io/name': 'piper-invite' };
    expect(deployment.spec.selector.matchLabels).toEqual(labels);
    expect(deployment.spec.template.metadata.labels).toEqual(labels);
    expect(service.spec.selector).toEqual(labels);
    expect(budget.spec.selector.matchLabels).toEqual(labels);
  });
});

describe('deploy/piper-invite.service', () => {
  const lines = read('deploy/piper-invite.service').split('\n');
  const value = (name: string) =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

  it('runs the built program as nobody, with a folder of its own', () => {
    expect(value('ExecStart')).toMatch(/^\/usr\/bin\/node \S+\/main\.mjs$/);
    expect(value('DynamicUser')).toBe('yes');
    const environment = new Map(
      value('Environment')
        .split(' ')
        .map((each) => each.split('=') as [string, string]),
    );
    expectSettings([...environment.keys()]);
    expect(environment.get('DATA_DIR')).toBe(`/var/lib/${value('StateDirectory')}`);
    expect(environment.get('XDG_CACHE_HOME')).toBe(`/var/cache/${value('CacheDirectory')}`);
    expect(Number(value('TimeoutStopSec'))).toBeGreaterThan(longestStop);
  });
});
