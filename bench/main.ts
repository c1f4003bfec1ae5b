import { changes } from './changes';
import { cold } from './cold';
import { fleet } from './fleet';
import { floor } from './floor';
import { growth } from './growth';
import { helm } from './helm';
import { load } from './load';
import { Report } from './report';
import { stock } from './stock';
import { weight } from './weight';

/**
 * Prints each target with its figure and whether it is met. Every measurement is a process of its own, the two sides of a ratio take turns, and the
 * least processor time of several rounds counts: other programs on the machine only ever add.
 */
const SECTIONS = { load, stock, floor, helm, growth, fleet, changes, weight, cold };

function main(): void {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !(name in SECTIONS));
  if (unknown.length > 0) {
    throw new Error(`no section is called ${unknown.join(', ')}: there are ${Object.keys(SECTIONS).join(', ')}`);
  }
  const report = new Report();
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (wanted.length === 0 || wanted.includes(name)) {
      report.section(name);
      measure(report);
    }
  }
  report.summary();
}

main();
