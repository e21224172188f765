import { describe, expect, it } from 'vitest';
import { help, readOptions } from './options.ts';

describe('the options of the sandbox', () => {
  it('have defaults', () => {
    expect(readOptions([])).toEqual({
      help: false,
      script: false,
      log: false,
      port: 4000,
      fault: 'none',
    });
  });

  it('are read', () => {
    expect(readOptions(['--script', '--log', '--port', '0', '--piper-fault', 'down'])).toEqual({
      help: false,
      script: true,
      log: true,
      port: 0,
      fault: 'down',
    });
  });

  it.each([
    [['--port', 'home'], '"home" is no port. Give a number'],
    [['--port', '70000'], '"70000" is no port. Give a number'],
    [['--piper-fault', 'gremlins'], '"gremlins" is no fault. Give one of: none,'],
    [['--dance'], 'npm run sandbox -- --help'],
  ])('%j is answered with what to do', (args, words) => {
    expect(readOptions(args)).toContain(words);
  });

  it('are explained, in lines that fit a terminal', () => {
    expect(help).toContain('server-error-after-commit');
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThan(100);
  });
});
