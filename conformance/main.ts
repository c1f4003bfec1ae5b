import { mkdirSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { parseArgs } from 'util';
import { disruptAlone } from './disruption';
import { engines, isBuilt, kubernetesVersion } from './engines';
import { print } from './findings';
import { HARDENED } from './hardened';
import { checkov } from './judges/checkov';
import { Exception, readExceptions, sort, unused } from './judges/exceptions';
import { POD_SECURITY, Verdict } from './judges/finding';
import { istioctl } from './judges/istioctl';
import { kubeScore } from './judges/kube-score';
import { ownRules } from './judges/own';
import { promtool } from './judges/promtool';
import { Example, findExamples } from './manifests';
import { Judged, measurements, report } from './report';
import { judge, repeat } from './suite';
import { disruptTogether } from './together';
import { Outcome, Trial } from './trial';
import { recall, remember } from './verdicts';
import { pool, secondsSince } from './wait';

const ROOT = join(__dirname, '..');
/** Clusters mostly wait; eight at once saturate two cores, take as long in all, and fail where pods are only late. */
const AT_ONCE = 4;

const { values: flags } = parseArgs({
  options: {
    'only': { type: 'string' },
    'example': { type: 'string' },
    'manifests': { type: 'string', multiple: true, default: [join(ROOT, 'dist', 'manifests'), HARDENED] },
    'report': { type: 'string', default: join(ROOT, 'docs', 'conformance.md') },
    'update-golden': { type: 'boolean', default: false },
    'fresh': { type: 'boolean', default: false },
    'help': { type: 'boolean', default: false },
  },
});

/** Seconds, lowest strengths and repetitions of the last whole run: they depend on the machine, so nobody commits them. */
const MEASURED = join(ROOT, 'artifacts', 'conformance.json');

const HELP = `Judges every synthesised example by real engines (build them first: conformance/engines/build.sh).

  --only judges     style and security tools only: no cluster, seconds
  --only fast       also admission, drift, availability, references, permissions: no zone is lost
  --example TEXT    only examples whose name contains TEXT, such as agent-fleet/production
  --manifests DIR   other folders than dist/manifests and the hardened examples, laid out <example>/<platform>/...; may be repeated
  --report FILE     where a whole run writes its report, docs/conformance.md by default
  --fresh           asks the clusters again about manifests that passed here before; see conformance/README.md
  --update-golden   writes the permissions that were found to golden/permissions, for review

Only a whole run, with all engines and without --only and --example, writes the report.`;

interface Judge {
  readonly engine: () => string;
  readonly judge: (example: Example) => Promise<Verdict>;
}

const JUDGES: Record<string, Judge> = {
  'kube-score': { engine: engines.kubeScore, judge: kubeScore },
  'checkov': { engine: engines.checkov, judge: checkov },
  'istioctl': { engine: engines.istioctl, judge: istioctl },
  'promtool': { engine: engines.promtool, judge: promtool },
};
const OLDEST = `kube-apiserver ${kubernetesVersion('oldest')}`;

/** Engines that a build within a budget did not reach; without the others nothing can be said at all. */
function missingEngines(): string[] {
  const missing = Object.keys(JUDGES).filter((name) => !isBuilt(JUDGES[name].engine));
  return isBuilt(() => engines.apiServer('oldest')) ? missing : [...missing, OLDEST];
}

async function toolVerdicts(example: Example, missing: string[]): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const name of Object.keys(JUDGES).filter((judgeName) => !missing.includes(judgeName))) {
    verdicts.push(await JUDGES[name].judge(example));
  }
  return [...verdicts, ownRules(example)];
}

interface Begun {
  readonly trial: Trial;
  readonly tools: Verdict[];
  /** What the clusters said of the same manifests before. */
  readonly remembered?: Outcome;
  /** Whether it is to be put through drains and lost zones. */
  readonly disrupt: boolean;
}

/** Minutes after which no drains and lost zones begin any more: on a new machine nothing is remembered. */
const BUDGET_MINUTES = Number(process.env.CONFORMANCE_BUDGET_MINUTES ?? Infinity);
const START = Date.now();
const isOverBudget = () => secondsSince(START) > BUDGET_MINUTES * 60;

async function begin(example: Example, missing: string[]): Promise<Begun> {
  const tools = await toolVerdicts(example, missing);
  const whole = { zones: flags.only !== 'fast', oldest: !missing.includes(OLDEST), updateGolden: flags['update-golden']! };
  const known = flags.fresh || flags.only === 'judges' ? undefined : recall(example, whole);
  if (known) {
    const trial = new Trial(example, whole);
    trial.say(`unchanged since it passed here on ${known.on}: the clusters are not asked again`);
    return { trial, tools, remembered: { ...known.outcome, workloads: trial.workloads }, disrupt: false };
  }
  const trial = new Trial(example, whole);
  const arrived = flags.only === 'judges' || await judge(trial);
  return { trial, tools, disrupt: arrived && whole.zones && flags.only !== 'judges' };
}

/** All examples of a security profile in one cluster; then those alone that it could not speak for. Returns what the budget left out. */
async function disrupt(begun: Begun[]): Promise<string[]> {
  const trials = begun.filter((one) => one.disrupt).map(({ trial }) => trial);
  if (isOverBudget()) {
    trials.forEach((trial) => trial.skipZones());
    return trials.map(({ example }) => example.id);
  }
  const profiles = [...new Set(trials.map(({ example }) => example.securityProfile))];
  const suspects = await Promise.all(profiles.map((profile) =>
    disruptTogether(`all ${profile} examples`, trials.filter(({ example }) => example.securityProfile === profile))));
  await pool(suspects.flat(), AT_ONCE, disruptAlone);
  return [];
}

/** Alone: no other example runs any more. */
async function finish({ trial, tools, remembered }: Begun, exceptions: Exception[]): Promise<Judged> {
  if (!remembered) await repeat(trial);
  const { example } = trial;
  const outcome = remembered ?? trial.outcome();
  if (!remembered && flags.only !== 'judges') remember(example, trial.options, outcome);
  const verdicts = flags.only === 'judges' ? tools : [...tools, { tool: POD_SECURITY, rules: 1, findings: outcome.podSecurity }];
  return {
    example,
    outcome,
    verdicts,
    sorted: sort(
      verdicts.flatMap(({ findings }) => findings),
      exceptions,
      example,
    ),
  };
}

/** Prints what was found, object and cause; returns how many checks failed. */
function tell(judged: Judged[], stale: string[]): number {
  for (const { example, outcome, sorted } of judged) {
    outcome.repetitions
      .filter(({ passed }) => passed)
      .forEach(({ check, first }) => {
        console.log(`REPEATED ${example.id}: ${check}: passed alone in a fresh cluster; among the others it had said:`);
        first.forEach((finding) => console.log(`    ${print(finding)}`));
      });
    outcome.findings.forEach((finding) => console.log(`FAIL ${example.id}: ${print(finding)}`));
    sorted.open.forEach(({ tool, rule, object, message }) =>
      console.log(`FAIL ${example.id}: ${tool} ${rule}: ${object}: ${message}`),
    );
  }
  stale.forEach((line) => console.log(`FAIL ${line}`));
  const failedVerdict = ({ verdicts, sorted }: Judged) =>
    verdicts.filter(({ tool }) => sorted.open.some((finding) => finding.tool === tool)).length;
  return judged.reduce((sum, item) => sum + item.outcome.failed + failedVerdict(item), stale.length > 0 ? 1 : 0);
}

async function main(): Promise<void> {
  if (flags.help) return console.log(HELP);
  if (flags.only && !['judges', 'fast'].includes(flags.only)) throw new Error(`--only ${flags.only}: it is one of judges, fast`);
  const start = Date.now();
  const examples = flags.manifests!.flatMap(findExamples).filter(({ id }) => id.includes(flags.example ?? ''));
  if (examples.length === 0) {
    throw new Error(`no example${flags.example ? ` named ${flags.example}` : ''} in ${flags.manifests!.join(', ')}: run npm run synth`);
  }
  const exceptions = readExceptions();
  const missing = missingEngines();
  const skipped = missing.map((name) => `SKIPPED ${name}: it is not built; run conformance/engines/build.sh`);
  skipped.forEach((line) => console.log(line));
  const begun = await pool(examples, AT_ONCE, (example) => begin(example, missing));
  const overBudget = await disrupt(begun);
  const judged = await pool(begun, 1, (one) => finish(one, exceptions));
  skipped.push(...overBudget.map((id) => `SKIPPED drains and lost zones of ${id}: the budget of ${BUDGET_MINUTES} minutes was spent before it began`));
  const whole = !flags.only && !flags.example && missing.length === 0 && overBudget.length === 0;
  const used = new Set(judged.flatMap(({ sorted }) => [...sorted.used]));
  // Only all examples together can say that an exception is not needed any more.
  const stale = whole ? unused(exceptions, used).map(print) : [];
  const failed = tell(judged, stale);
  const asked = judged.reduce((sum, { outcome, verdicts }) => sum + outcome.passed + outcome.failed + verdicts.length, 0);
  if (whole) {
    mkdirSync(dirname(flags.report!), { recursive: true });
    writeFileSync(flags.report!, report(judged, exceptions));
    mkdirSync(dirname(MEASURED), { recursive: true });
    writeFileSync(MEASURED, measurements(judged));
    console.log(`conformance: wrote ${flags.report}, and what depends on the machine to ${MEASURED}`);
  }
  console.log(`conformance: ${examples.length} examples in ${secondsSince(start)} s`);
  skipped.forEach((line) => console.log(line));
  console.log(`conformance: ${asked - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main().catch((error) => {
  console.error(`conformance: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
});
