import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds that keeps somebody from using the page: by some `rules` only, or in a part of it, if they are given. */
export async function barriers(
  page: Page,
  { rules, within }: { rules?: readonly string[] | undefined; within?: string } = {},
): Promise<string[]> {
  // Axe is given to a page once, and looks at it alone: it has no frames, and what sees through frames takes most of the time.
  const isThere = await page.evaluate<boolean>("'axe' in window");
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: ';' }) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  if (rules) axe.withRules([...rules]);
  if (within) axe.include(within);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
  );
}
