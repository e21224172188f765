import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds that keeps somebody from using the page: by some `rules` only, or in a part of it, if they are given. */
export async function barriers(
  page: Page,
  { rules, withTimeout }: { rules?: readonly string[] | undefined; withTimeout?: string } = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules) axe.withRules([...rules]);
  if (withTimeout) axe.include(withTimeout);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
