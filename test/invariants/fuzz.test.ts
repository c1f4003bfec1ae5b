import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { inside } from '../../src/catalog/rules/manifest';
import { Manifest, Manifests } from '../support/manifests';
import { args, constructors, recipe, Recipe } from './fuzz/recipes';
import { Stage } from './fuzz/stage';

/** The same input each time; another by FUZZ_SEED. A failure prints the seed and the input. */
const SEED = Number(process.env.FUZZ_SEED ?? 20261121);
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);
/** What was rendered: .ci/run lets the strict validator read it. */
const SAMPLES = join(__dirname, '..', '..', 'artifacts', 'fuzz');
const SAMPLES_EACH = 12;

const REFUSAL = /^(\[[^\]]*\] ".+" (is|needs|conflicts with) .+ \([A-Z][A-Za-z]+\)\n?)+$/s;
/** Where the API says something by an empty value. */
const MAY_BE_EMPTY = /(podSelector|emptyDir|(in|e)gress\/\d+|AuthorizationPolicy\/spec|ClusterIssuer\/spec\/selfSigned|rules\/\d+)$/;

interface Trial {
  readonly stage: [string, string, string];
  readonly props: Recipe | undefined;
  readonly calls: { readonly method: string; readonly args: Recipe[] }[];
}

function trials({ props, methods }: ReturnType<typeof constructors>[number]): fc.Arbitrary<Trial> {
  const calls = methods.map((method) => args(method).map((given) => ({ method: method.name, args: given })));
  return fc.record({
    stage: fc.tuple(fc.constantFrom('standard', 'hardened'), fc.constantFrom('none', 'istio', 'istioAmbient'), fc.constantFrom('production', 'staging', 'development')),
    props: props ? recipe(props, 'props') : fc.constant(undefined),
    calls: calls.length > 0 ? fc.array(fc.oneof(...calls), { maxLength: 2 }) : fc.constant([]),
  });
}

/** What a program renders; nothing where it was refused in words. Anything else is a fault. */
function outcome(name: string, { stage: [securityProfile, mesh, environment], props, calls }: Trial): Manifest[] | undefined {
  const stage = new Stage(securityProfile, mesh, environment);
  try {
    const made = stage.construct(name, props) as unknown as Record<string, (...given: unknown[]) => void>;
    calls.forEach((call, index) => made[call.method](...call.args.map((arg, position) => isId(name, call.method, position) ? `id${index}` : stage.make(arg))));
    return Manifests.of(stage.app).documents;
  } catch (error) {
    if (!REFUSAL.test((error as Error).message)) {
      throw error;
    }
    return undefined;
  }
}

/** Ids are the framework's business: it refuses empty and double ones in words of its own. */
function isId(name: string, method: string, position: number): boolean {
  return position === 0 && /^add(Etcd|MySql|Postgres|Redis|Dump|RabbitMq|Queue|User)$/.test(method) && ['DataLayer', 'MessagingLayer', 'MySql', 'Postgres', 'RabbitMq'].includes(name);
}

function faults(document: Manifest): string[] {
  return inside(document, document.kind).filter(([path, value]) => value === undefined || value === null || Number.isNaN(value)
    || (typeof value === 'object' && Object.keys(value).length === 0 && !MAY_BE_EMPTY.test(path))
    || (typeof value === 'string' && value.includes('[object Object]'))).map(([path, value]) => `${path}: ${JSON.stringify(value)}`);
}

/** Gatekeeper's own kinds are made by the templates beside them, so that no schema is known ahead. */
function hasSchema({ apiVersion }: Manifest): boolean {
  return !apiVersion.startsWith('constraints.gatekeeper.sh/');
}

beforeAll(() => {
  rmSync(SAMPLES, { recursive: true, force: true });
  mkdirSync(SAMPLES, { recursive: true });
});

describe.each(constructors().map((one) => [one.name, one] as const))('%s', (name, one) => {
  test('is refused in words, or renders', () => {
    let rendered = 0;
    fc.assert(fc.property(trials(one), (trial) => {
      const documents = outcome(name, trial);
      if (documents) {
        expect(documents.flatMap(faults)).toEqual([]);
        rendered++;
        rendered <= SAMPLES_EACH && writeFileSync(join(SAMPLES, `${name}-${rendered}.yaml`), Yaml.stringify(...documents.filter(hasSchema)));
      }
    }), { seed: SEED, numRuns: RUNS, endOnFailure: true });
    expect(rendered).toBeGreaterThan(0);
  }, 60_000);
});
