import * as fc from 'fast-check';
import { Method, TypeReference, types } from '../../support/assembly';

/** A value, or how to make one: it is made inside of the property, so that what a factory throws counts. */
export type Recipe =
  | { readonly literal: unknown }
  | { readonly call: string; readonly args: Recipe[] }
  | { readonly struct: Record<string, Recipe> }
  | { readonly list: Recipe[] }
  | { readonly part: string };

const PACKAGE = 'cdk8s-agent-platform.';
const ALL = types();

/** What a program without types passes in the place of anything. */
const JUNK: unknown[] = [
  null, undefined, NaN, Infinity, -1, 0, 1.5, 1e12, '', ' ', 'text', 'A B', '../x', 'ü\n"\'`${x}', 'x'.repeat(300), true, false, {}, [], [null], [[]],
  Object.create(null), () => 1, new Date(0),
];

const NUMBERS = [0, 1, 2, 3, 5, 20, 50, 99.9, 1024, 8080, 9090, 2222, 65535, 65536, -1, 0.5, 1e9];

/** Texts that some input takes: which one is for the library to say. */
const TEXTS = [
  'agents', 'ghcr.io/acme/api:1.8.0', 'api.example.com', '/v1', 'http', 'TOKEN', '0 2 * * *', '10.0.0.0/8', 'a@b.example', 'eu-west-1', 'acme-dumps', 'pods', 'get', '',
  'UPPER case', 'x'.repeat(64),
];

/** What an input of that name most likely takes. */
const HINTS: [RegExp, unknown[]][] = [
  [/image$/i, ['ghcr.io/acme/api:1.8.0', `postgres:18.4@sha256:${'a'.repeat(64)}`]], [/host$/i, ['api.example.com', 'a']], [/schedule/i, ['0 2 * * *', '*/5 1,2 * 1-6 MON']],
  [/path$/i, ['/v1', '/']], [/cidrs$/i, ['203.0.113.0/24']], [/email/i, ['a@b.example']], [/region/i, ['eu-west-1']], [/bucket|team|name$|namespace/i, ['acme-dumps']],
  [/port$/i, [8080, 9000, 443]], [/replicas|instances|zones|retries/i, [2, 3]], [/target$/i, [99, 99.9]], [/verbs/i, ['get']], [/resources$/i, ['pods']],
  [/database|key$/i, ['customers']],
];

function frameworkValues(fqn: string): Recipe[] {
  const values: Record<string, [string, unknown[]][]> = {
    'cdk8s.Duration': [['Duration.seconds', [0, 1, 30, 45, 3600, -0]], ['Duration.millis', [1, 250, 500]], ['Duration.days', [1, 8, 400]]],
    'cdk8s.Size': [['Size.mebibytes', [1, 64, 512]], ['Size.gibibytes', [1, 10, 50, 70000]], ['Size.kibibytes', [1, 65536]]],
    'cdk8s-plus-29.Cpu': [['Cpu.millis', [1, 100, 500]], ['Cpu.units', [1, 2, 100]]],
  };
  return (values[fqn] ?? []).flatMap(([call, given]) => given.map((literal) => ({ call, args: [{ literal }] })));
}

/** Recipes for an input: mostly of its type, now and then junk. */
export function recipe(type: TypeReference, name: string, depth: number = 0): fc.Arbitrary<Recipe> {
  return fc.oneof(
    { weight: 15, arbitrary: typed(type, name, depth) },
    { weight: 1, arbitrary: fc.constantFrom(...JUNK).map((literal) => ({ literal })) },
  );
}

function typed(type: TypeReference, name: string, depth: number): fc.Arbitrary<Recipe> {
  if (type.collection) {
    const { kind, elementtype } = type.collection;
    return kind === 'array'
      ? fc.array(recipe(elementtype, name, depth + 1), { maxLength: 3 }).map((list) => ({ list }))
      : fc.array(fc.tuple(fc.constantFrom('A', 'TOKEN', 'team', 'app.kubernetes.io/name', 'a b', 'ghcr.io/acme/api:1.8.0', 'nvidia.com/gpu', '__proto__', ''),
        recipe(elementtype, name, depth + 1)), { maxLength: 2 }).map((entries) => ({ struct: Object.fromEntries(entries) }));
  }
  if (type.fqn) {
    return ofType(type.fqn, depth);
  }
  const hints = HINTS.find(([pattern]) => pattern.test(name))?.[1];
  const pool = type.primitive === 'number' ? NUMBERS : type.primitive === 'boolean' ? [true, false] : TEXTS;
  const any = fc.constantFrom<unknown>(...pool).map((literal) => ({ literal }));
  return hints ? fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...hints).map((literal) => ({ literal })) }, { weight: 1, arbitrary: any }) : any;
}

function ofType(fqn: string, depth: number): fc.Arbitrary<Recipe> {
  const type = ALL[fqn];
  const framework = frameworkValues(fqn);
  if (framework.length > 0) {
    return fc.constantFrom(...framework);
  }
  if (!type) {
    return fc.constant({ literal: { name: 'x' } });
  }
  if (type.kind === 'enum') {
    return fc.constantFrom(...type.members!.map(({ name }) => ({ call: `${type.name}.${name}`, args: [] })));
  }
  if (type.datatype) {
    return struct(fqn, depth);
  }
  const factories = (type.methods ?? []).filter((method) => method.static);
  return type.kind === 'class' && factories.length > 0 && depth < 8
    ? fc.oneof(...factories.map((method) => args(method, depth).map((given) => ({ call: `${type.name}.${method.name}`, args: given }))))
    : fc.constantFrom('api', 'model', 'customers', 'locks').map((part) => ({ part }));
}

function withBases(fqn: string): string[] {
  return [fqn, ...(ALL[fqn]?.interfaces ?? []).flatMap(withBases)];
}

function struct(fqn: string, depth: number): fc.Arbitrary<Recipe> {
  const props = withBases(fqn).flatMap((name) => ALL[name]?.properties ?? []);
  const entries = props.map((prop) => {
    const value = recipe(prop.type, prop.name, depth + 1);
    return [prop.name, prop.optional ? fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value }) : value] as const;
  });
  return fc.record(Object.fromEntries(entries)).map((given) => ({
    struct: Object.fromEntries(Object.entries(given).filter((entry): entry is [string, Recipe] => entry[1] !== undefined)),
  }));
}

/** Recipes for all parameters of a method. */
export function args(method: Method, depth: number = 0): fc.Arbitrary<Recipe[]> {
  return fc.tuple(...(method.parameters ?? []).map((parameter) => recipe(parameter.type, parameter.name, depth + 1)));
}

/** The public classes that a program makes with `new`, below a scope. */
export function constructors(): { readonly name: string; readonly props?: TypeReference; readonly methods: Method[] }[] {
  return Object.entries(ALL).filter(([fqn, { initializer }]) => fqn.startsWith(PACKAGE) && initializer?.parameters?.[0]?.name === 'scope' && !ALL[fqn].abstract).map(([fqn, type]) => ({
    name: type.name,
    props: type.initializer!.parameters![2]?.type,
    methods: methodsOf(fqn).filter(({ name, parameters, static: isStatic, protected: isProtected }) => !isStatic && !isProtected && parameters?.length && name !== 'generateObjectName'),
  }));
}

function methodsOf(fqn: string | undefined): Method[] {
  return fqn?.startsWith(PACKAGE) ? [...ALL[fqn].methods ?? [], ...methodsOf(ALL[fqn].base)] : [];
}
