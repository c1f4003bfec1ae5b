import { secondsSince, until } from '../wait';

/** What was asked of the daemons, a line each. What is seen and what is wanted are texts, so that a failure shows both. */
export class Checks {
  static summary(all: Checks[]): string {
    const sum = (count: (checks: Checks) => number) => all.reduce((total, checks) => total + count(checks), 0);
    return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
  }

  private passed = 0;
  private failed = 0;

  constructor(private readonly store: string) {}

  get allPassed(): boolean {
    return this.failed === 0;
  }

  /** Passes as soon as the wanted is seen, fails when it is not seen in time. */
  async sees(what: string, limitSeconds: number, wanted: string, look: () => Promise<string>): Promise<void> {
    const start = Date.now();
    let seen = '';
    const holds = await until(limitSeconds, async () => (seen = await answer(look)) === wanted, 100);
    this.tell(holds, what, start, wanted, seen);
  }

  /** Passes when nothing but the wanted is seen all the time. */
  async keeps(what: string, seconds: number, wanted: string, look: () => Promise<string>): Promise<void> {
    const start = Date.now();
    let seen = '';
    const broke = await until(seconds, async () => (seen = await answer(look)) !== wanted, 100);
    this.tell(!broke, what, start, wanted, seen);
  }

  /** A figure, which is no check. */
  tells(figure: string): void {
    console.log(`               ${this.store}: ${figure}`);
  }

  private tell(holds: boolean, what: string, start: number, wanted: string, seen: string): void {
    if (holds) this.passed++;
    else this.failed++;
    const seconds = secondsSince(start).toFixed(1).padStart(5);
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${seconds} s  ${this.store}: ${what}`);
    if (!holds) console.log(`        wanted ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`);
  }
}

/** What the daemon says. One that does not listen yet refuses the connection: that is an answer too, and the check asks again. */
async function answer(look: () => Promise<string>): Promise<string> {
  try {
    return await look();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
