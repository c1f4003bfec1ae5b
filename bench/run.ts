import { execFileSync } from 'child_process';
import { join } from 'path';

/** What a child process measured. */
export interface Measurement {
  /** Seconds of all processors. */
  readonly cpu: number;
  /** Seconds on the clock. */
  readonly clock: number;
  readonly objects: number;
  readonly peakMiB: number;
}

/** The longest that a run may take. */
export const TIMEOUT_SECONDS = 300;

/** Runs a script of children/ in a fresh process; nothing where it takes too long. */
export function run<T = Measurement>(script: string, ...args: (string | number)[]): T | undefined {
  try {
    return JSON.parse(execFileSync(process.execPath, ['--max-old-space-size=8192', join(__dirname, 'children', `${script}.js`), ...args.map(String)], {
      encoding: 'utf8', timeout: TIMEOUT_SECONDS * 1000, stdio: ['ignore', 'pipe', 'inherit'],
    })) as T;
  } catch (error) {
    if ((error as { code?: string }).code === 'ETIMEDOUT') {
      return undefined;
    }
    throw error;
  }
}

/** The least of several rounds of each side, which take turns. */
export function best<K extends string>(rounds: number, sides: Record<K, () => number>): Record<K, number> {
  const least = Object.fromEntries(Object.keys(sides).map((name) => [name, Infinity])) as Record<K, number>;
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(sides) as K[]) {
      least[name] = Math.min(least[name], sides[name]());
    }
  }
  return least;
}

/** Seconds of all processors that a command took as a whole, as the shell counts them. */
export function cpuOf(command: string, args: string[], cwd: string): number {
  const quoted = [command, ...args].map((word) => `'${word.replace(/'/g, '\'\\\'\'')}'`).join(' ');
  const said = execFileSync('sh', ['-c', `${quoted} >/dev/null 2>&1 && times`], { cwd, encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'] });
  const [, user, system] = /(\S+) (\S+)\s*$/.exec(said.trim())!;
  return [user, system].reduce((sum, time) => sum + toSeconds(time), 0);
}

function toSeconds(time: string): number {
  const [, minutes, seconds] = /^(\d+)m([\d.,]+)s$/.exec(time)!;
  return Number(minutes) * 60 + Number(seconds.replace(',', '.'));
}
