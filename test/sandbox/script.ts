import type { Sandbox } from './server.ts';
import { JobFailed, Walk } from './walk.ts';

const role = 'Editor';

/**
 * Does the main job as a person would, without a page: with the form, at once, and for somebody who is invited already.
 * Prints what that person sees and what Piper then has, and answers whether it worked.
 */
export async function runScript(sandbox: Sandbox, print: (line: string) => void): Promise<boolean> {
  const walk = new Walk(sandbox, print);
  try {
    await walk.type('');
    const form = await walk.readForm();
    await walk.submit(form, { address: 'ada@example.com', role });
    await walk.readConfirmation('ada@example.com');

    await walk.type(`grace@example.com as ${role}`);
    await walk.readConfirmation('grace@example.com');

    await walk.type(`grace@example.com as ${role}`);
    await walk.readRefusal('grace@example.com');
  } catch (error) {
    if (!(error instanceof JobFailed)) throw error;
    print(`\nThe main job failed: ${error.message}`);
    return false;
  }
  print('\nThe main job works.');
  return true;
}
