import { killAfter, killBefore, withOutput, writeTogether } from './trial';

const KILLS = 200;
const ROUNDS = 40;

/** The long form of kill.test.ts: a kill before each change to the file system and, up to 200, at any time; 40 rounds of writers at once. */
async function main(): Promise<void> {
  const found: string[] = [];
  const kills = await withOutput(async (outdir) => {
    let change = 1;
    for (let trial = await killBefore(outdir, change); !trial.ended; trial = await killBefore(outdir, ++change)) {
      found.push(...trial.faults.map((fault) => `killed before change ${change}: ${fault}`));
    }
    for (let kill = change; kill <= KILLS; kill++) {
      const milliseconds = kill * 7 % 40;
      found.push(...(await killAfter(outdir, milliseconds)).map((fault) => `killed after ${milliseconds} ms: ${fault}`));
    }
    return { planned: change - 1, all: Math.max(KILLS, change - 1) };
  });
  for (let round = 1; round <= ROUNDS; round++) {
    found.push(...(await withOutput((outdir) => writeTogether(outdir, ['one', 'two', 'one'], 20))).map((fault) => `round ${round}: ${fault}`));
  }
  console.log(`${kills.all} kills, ${kills.planned} of them one before each change to the file system; ${ROUNDS} rounds of 3 writers, 20 times each: ${found.length} faults`);
  found.forEach((fault) => console.log(`  ${fault}`));
  process.exitCode = found.length > 0 ? 1 : 0;
}

void main();
