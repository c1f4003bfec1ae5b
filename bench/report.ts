interface Target {
  readonly name: string;
  readonly figure: string;
  readonly goal: string;
  readonly outcome: 'met' | 'missed' | 'SKIPPED';
}

/** Prints figures as they come, and all targets at the end. */
export class Report {
  private readonly targets: Target[] = [];

  public section(name: string): void {
    console.log(`\n=== ${name}`);
  }

  public note(text: string): void {
    console.log(text);
  }

  /** A target that a figure must not exceed. */
  public atMost(name: string, figure: number, goal: number, unit: string = ''): void {
    this.add({ name, figure: `${figure.toFixed(2)}${unit}`, goal: `at most ${goal}${unit}`, outcome: figure <= goal ? 'met' : 'missed' });
  }

  /** The same where a program was stopped: the figure is less than this. */
  public lessThan(name: string, bound: number, goal: number): void {
    this.add({ name, figure: `less than ${bound.toFixed(2)}`, goal: `at most ${goal}`, outcome: bound <= goal ? 'met' : 'missed' });
  }

  public holds(name: string, figure: string, goal: string, met: boolean): void {
    this.add({ name, figure, goal, outcome: met ? 'met' : 'missed' });
  }

  public skipped(name: string, goal: string, reason: string): void {
    this.add({ name, figure: reason, goal, outcome: 'SKIPPED' });
  }

  public table(rows: string[][]): void {
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    rows.forEach((row) => console.log(row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('  ')));
  }

  public summary(): void {
    console.log('\n=== targets');
    this.table([['target', 'figure', 'goal', ''], ...this.targets.map(({ name, figure, goal, outcome }) => [name, figure, goal, outcome])]);
    const count = (outcome: Target['outcome']): number => this.targets.filter((target) => target.outcome === outcome).length;
    console.log(`\n${count('met')} met, ${count('missed')} missed, ${count('SKIPPED')} skipped`);
  }

  private add(target: Target): void {
    this.targets.push(target);
    console.log(`${target.name}: ${target.figure} (${target.goal}): ${target.outcome}`);
  }
}
