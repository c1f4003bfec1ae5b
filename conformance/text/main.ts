import { spawnSync } from 'child_process';
import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import * as fc from 'fast-check';
import { CronSchedule, isFault } from '../../src/internal/forms/cron';
import { stringify } from '../../src/internal/yaml';
import { content, schedule } from '../../test/support/texts';
import { run } from '../process';

/** Our reading of schedules and our writing of YAML against the Go libraries that Kubernetes uses for them. */
const FOLDER = join(__dirname, '..', 'engines', 'text-readers');
const COUNT = 2000;

/** What Kubernetes or its parser takes and we refuse on purpose; docs/errors.md says what a schedule must be. */
const OURS_ALONE = [
  /^@/, // Descriptors: a schedule is five fields, so that its longest gap can be told.
  /(^|[\s,])[*?]-/, // A star takes whatever stands behind its dash, such as *-5, for nothing.
  /^(CRON_)?TZ=/, // Kubernetes itself refuses a time zone here.
];

interface Answer {
  readonly error?: string;
  readonly runs: boolean;
  readonly kubernetes?: unknown;
  readonly plain?: unknown;
}

async function ask(questions: object[]): Promise<Answer[]> {
  const { code, stdout, stderr } = await run('go', ['run', '.'], {
    cwd: FOLDER, input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''), env: { ...process.env, GOFLAGS: '-mod=readonly' },
  });
  if (code !== 0) {
    throw new Error(`the Go program ended with ${code}: ${stderr}`);
  }
  return stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as Answer);
}

async function schedules(seed: number): Promise<string[]> {
  const texts = ['@daily', '@every 1h', 'TZ=UTC 0 2 * * *', ...fc.sample(schedule, { numRuns: COUNT, seed })];
  const answers = await ask(texts.map((cron) => ({ cron })));
  const taken = texts.map((text) => !isFault(CronSchedule.parse(text)));
  const count = taken.filter(Boolean).length;
  console.log(`schedules: ${count} taken, ${texts.length - count} refused`);
  const differences = texts.flatMap((text, index) => {
    const { error, runs } = answers[index];
    const theirs = error === undefined && runs;
    const known = !taken[index] && OURS_ALONE.some((kind) => kind.test(text));
    return taken[index] === theirs || known ? [] : [`${JSON.stringify(text)}: we ${taken[index] ? 'take' : 'refuse'} it, Kubernetes: ${error ?? (runs ? 'takes it' : 'never runs it')}`];
  });
  // Random texts that are nearly all refused, or taken, would prove little.
  return Math.min(count, texts.length - count) < COUNT / 10 ? [...differences, 'schedules: too few are taken, or refused'] : differences;
}

async function documents(seed: number): Promise<string[]> {
  const contents = fc.sample(content, { numRuns: COUNT, seed }).map((one) => JSON.parse(JSON.stringify(one)) as object);
  const answers = await ask(contents.map((one) => ({ yaml: stringify(one) })));
  console.log(`documents: ${contents.length} written`);
  return contents.flatMap((written, index) => {
    const { error, kubernetes, plain } = answers[index];
    const same = error === undefined && isDeepStrictEqual(kubernetes, written) && isDeepStrictEqual(plain, written);
    return same ? [] : [`${JSON.stringify(written)} is read as ${error ?? JSON.stringify({ kubernetes, plain })}`];
  });
}

async function main(): Promise<void> {
  if (spawnSync('go', ['version']).status !== 0) {
    console.log('SKIPPED conformance:text: needs Go');
    return;
  }
  const seed = Number(process.argv[2] ?? 20261124);
  const faults = [...await schedules(seed), ...await documents(seed)];
  faults.slice(0, 20).forEach((fault) => console.log(`FAIL ${fault}`));
  console.log(`conformance:text: ${faults.length} differences (seed ${seed})`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

void main();
