import type { Config } from '../config.ts';
import type { Metrics } from './prometheus.ts';

/**
 * The metrics of the process, as the settings say. What nobody reads is neither told, which saves a second look at each answer of
 * Slack's, nor is what would count it loaded.
 */
export async function createMetrics(settings: Config['metrics']): Promise<Metrics> {
  if (!settings) return { reports: {}, serve: () => ({ beside: {}, apart: undefined }) };
  const { collectMetrics } = await import('./prometheus.ts');
  return collectMetrics(settings);
}
