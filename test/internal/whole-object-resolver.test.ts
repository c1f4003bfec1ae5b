import { ApiObject, App, Chart, IResolver, Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { findExamples } from '../../examples/synth';
import { PlatformApp } from '../../src';
import { hardened, messageOf, silentApp } from '../support/platforms';

const json = (app: App): string[] => app.node.findAll().filter(ApiObject.isApiObject).map((object) => JSON.stringify(object.toJson()));

/** What cdk8s makes of it by itself. */
function slowly(app: PlatformApp): string[] {
  const own = app.resolvers.shift()!;
  try {
    return json(app);
  } finally {
    app.resolvers.unshift(own);
  }
}

function appWith(props: object): PlatformApp {
  const app = silentApp();
  new ApiObject(new Chart(app, 'chart'), 'object', { apiVersion: 'v1', kind: 'Thing', ...props });
  return app;
}

test.each([...findExamples()])('%s renders as cdk8s renders it, in both security profiles', (_, compose) => {
  for (const common of [undefined, hardened()]) {
    const app = silentApp();
    compose(app, common);
    expect(json(app)).toEqual(slowly(app));
  }
});

class Quantity {
  public constructor(public readonly value: unknown) {}
}

test('random values, tokens among them, render as cdk8s renders them', () => {
  const key = fc.oneof(fc.constantFrom('value', 'resolve', 'metadata', 'constructor', 'toString', 'z', 'a'), fc.string({ maxLength: 5 }));
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ maxDepth: 5 },
      fc.constantFrom(undefined, null, '', 0, false), fc.string({ maxLength: 5 }), fc.integer(), fc.boolean(),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key.filter((name) => name !== '__proto__' && name !== 'constructor'), tie('tree'), { maxKeys: 4 }),
      tie('tree').map((value) => Lazy.any({ produce: () => value })),
      tie('tree').map((value) => ({ resolve: () => value })),
      fc.oneof(fc.string(), fc.integer()).map((value) => new Quantity(value)),
    ),
  }));
  fc.assert(fc.property(fc.dictionary(fc.constantFrom('spec', 'data', 'value', 'resolve', 'rules'), tree, { maxKeys: 3 }), (props) => {
    const app = appWith(props);
    const outcome = (render: (app: PlatformApp) => string[]): unknown => {
      try {
        return render(app);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(outcome(json)).toEqual(outcome(slowly));
  }), { numRuns: 2000, seed: 20261125 });
});

test('an object with a field "value", as a PriorityClass, is no union', () => {
  expect(json(appWith({ value: 5, description: 'x' }))[0]).toContain('"description":"x","value":5');
});

test('an object of an unknown class is refused as cdk8s refuses it', () => {
  const app = appWith({ spec: { at: new Date(0) } });
  expect(messageOf(() => json(app))).toBe(messageOf(() => slowly(app)));
});

test('resolvers of the program are asked', () => {
  const app = appWith({ spec: { secret: 'a' } });
  const shouting: IResolver = { resolve: (context) => context.value === 'a' ? context.replaceValue('A') : undefined };
  app.resolvers.push(shouting);
  expect(json(app)[0]).toContain('"secret":"A"');
});
