// Which pager is taken, and what happens when it leaves early, cannot be started or is not needed.
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../src/io/host.ts';
import { findPager, printPaged } from '../../src/io/pager.ts';
import { temporaryFolder } from '../support/cli.ts';

/** A folder with a pager that copies its input to `seen`, after running `script`. */
function withPager(name: string, script: string): string {
  const folder = temporaryFolder({ [name]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, name), 0o755);
  return folder;
}

function terminal(environment: Host['environment'], rows: number): { readonly host: Host; readonly printed: () => string } {
  let printed = '';
  const stdout = { isTerminal: true, columns: 80, rows, write: async (text: string) => { printed += text; } };
  return { host: { cwd: '/', environment, stdout, stderr: stdout }, printed: () => printed };
}

function* lines(count: number): Iterable<string> {
  for (let at = 1; at <= count; at += 1) yield `line ${at}\n`;
}

describe('findPager', () => {
  const folder = (): string => withPager('less', 'cat > /dev/null');

  test('less on the PATH, unless the user names another', () => {
    const path = folder();
    expect(findPager({ PATH: path }, [])).toEqual({ program: join(path, 'less'), args: [] });
    expect(findPager({ PATH: path, PAGER: 'less -S +G' }, [])).toEqual({ program: join(path, 'less'), args: ['-S', '+G'] });
    expect(findPager({ PATH: path, PAGER: 'most', MCP_AUDIT_PAGER: join(path, 'less') }, [])).toEqual({ program: join(path, 'less'), args: [] });
  });

  test('none where the user wants none, or names one that is not there', () => {
    const path = folder();
    for (const value of ['', ' ', 'cat', 'no-such-program', './less']) expect(findPager({ PATH: path, PAGER: value }, [])).toBeUndefined();
  });

  test('never one of the audited side', () => {
    const path = folder();
    expect(findPager({ PATH: path }, [path])).toBeUndefined();
    expect(findPager({ PATH: '', PAGER: join(path, 'less') }, [path])).toBeUndefined();
    expect(findPager({ PATH: `${join(path, 'node_modules', '.bin')}:.` }, [])).toBeUndefined();
  });

  test('what only a shell understands is passed over for less', () => {
    const path = folder();
    for (const value of ['less | tee x', 'sh -c "less"', '$HOME/less', 'less; rm x']) expect(findPager({ PATH: path, PAGER: value }, [])).toEqual({ program: join(path, 'less'), args: [] });
  });
});

describe('printPaged', () => {
  test('text longer than the screen goes to the pager, all of it and in order', async () => {
    const path = withPager('less', 'cat > "$0.seen"; printf %s "$LESS" > "$0.env"');
    const { host, printed } = terminal({ PATH: `${path}:/usr/bin:/bin` }, 24);
    await printPaged(lines(20_000), host, []);
    expect(printed()).toBe('');
    expect(readFileSync(join(path, 'less.seen'), 'utf8')).toBe([...lines(20_000)].join(''));
    expect(readFileSync(join(path, 'less.env'), 'utf8')).toBe('FRX');
  });

  test('text that fits the screen is printed', async () => {
    const path = withPager('less', 'cat > "$0.seen"');
    const { host, printed } = terminal({ PATH: `${path}:/usr/bin:/bin` }, 24);
    await printPaged(lines(20), host, []);
    expect(printed()).toBe([...lines(20)].join(''));
    expect(existsSync(join(path, 'less.seen'))).toBe(false);
  });

  test('a pager that leaves early is no error, and nothing more is made for it', async () => {
    const path = withPager('less', 'exit 0');
    const { host, printed } = terminal({ PATH: `${path}:/usr/bin:/bin` }, 24);
    let made = 0;
    function* endless(): Iterable<string> {
      for (; made < 1_000_000; made += 1) yield `${'x'.repeat(1_000)}\n`;
    }
    await printPaged(endless(), host, []);
    expect(made).toBeLessThan(1_000_000);
    expect(printed()).toBe('');
  });

  test('one that cannot be started is done without', async () => {
    const path = temporaryFolder({ less: '#!/no/such/interpreter\n' });
    chmodSync(join(path, 'less'), 0o755);
    const { host, printed } = terminal({ PATH: path }, 24);
    await printPaged(lines(100), host, []);
    expect(printed()).toBe([...lines(100)].join(''));
  });

  test('Ctrl-C is the pager\'s only while it runs', async () => {
    const path = withPager('less', 'kill -INT $PPID; cat > "$0.seen"');
    const { host } = terminal({ PATH: `${path}:/usr/bin:/bin` }, 24);
    let interrupted = 0;
    const count = (): void => { interrupted += 1; };
    process.on('SIGINT', count);
    try {
      await printPaged(lines(100), host, []);
      expect(interrupted).toBe(0);
      expect(process.listeners('SIGINT')).toContain(count);
    } finally {
      process.off('SIGINT', count);
    }
  });
});
