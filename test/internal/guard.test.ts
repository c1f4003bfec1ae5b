import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Guard } from '../../src/internal/guard';
import { messageOf } from '../support/platforms';
import { refusal, summaryOf } from '../support/refusals';

const guard = new Guard(new Chart(new App(), 'chart'));
const range = { min: 2, max: 5 };
const sizes = { min: Size.mebibytes(16), max: Size.gibibytes(1) };

test('a message has path, prop, value, what is allowed, and what to do', () => {
  expect(refusal(() => guard.fail('port', 0, 'a port', 'choose one'))).toBe('[chart] "port" (Invalid)');
});

test('a prop inside a struct has the struct\'s name before it', () => {
  expect(refusal(() => guard.within('scaling').within('cpu').fail('min', 0, 'more', 'raise it')))
    .toBe('[chart] "scaling.cpu.min" (Invalid)');
});

test.each<[string, () => unknown]>([
  ['integer', () => guard.integer('x', 5, range, '')],
  ['percent', () => guard.percent('x', 4.5, range, '')],
  ['port', () => guard.port('x', 65535)],
  ['podPort', () => guard.podPort('x', 1024)],
  ['dnsLabel', () => guard.dnsLabel('x', 'a'.repeat(63))],
  ['host', () => guard.host('x', 'api.example.com')],
  ['objectName', () => guard.objectName('x', 'a.b-c')],
  ['secretKey', () => guard.secretKey('x', 'ca.crt')],
  ['labelValue', () => guard.labelValue('x', 'Team_1')],
  ['variable', () => guard.variable('x', '_A1')],
  ['path', () => guard.path('x', '/a?b'.slice(0, 2))],
  ['email', () => guard.email('x', 'a.b+c@example.co')],
  ['digest', () => guard.digest('x', `sha256:${'0'.repeat(64)}`)],
  ['image', () => guard.image('x', `localhost:5000/a/b:1@sha256:${'0'.repeat(64)}`)],
  ['cidr', () => guard.cidr('x', '255.255.255.255/32')],
  ['cron', () => guard.cron('x', '*/5 0-4,8 1 JAN MON')],
  ['duration', () => guard.duration('x', Duration.millis(2000), range, '')],
  ['size', () => guard.size('x', Size.gibibytes(1), sizes, '')],
  ['cpu', () => guard.cpu('x', Cpu.units(0.005), range, '')],
  ['instance', () => guard.instance('x', Duration.days(1), Duration, '')],
  ['text', () => guard.text('x', 'a', 1)],
  ['struct', () => guard.struct('x', {})],
  ['list', () => guard.list('x', [], 0, '')],
  ['oneOf', () => guard.oneOf('x', 'a', ['a', 'b'], '')],
])('%s returns what it was given', (_, check) => {
  expect(check()).toBeDefined();
});

test.each<[string, () => unknown, string]>([
  ['integer too low', () => guard.integer('x', 1, range, 'do'), '"x" (OutOfRange)'],
  ['integer too high', () => guard.integer('x', 6, range, 'do'), '"x" (OutOfRange)'],
  ['integer with a fraction', () => guard.integer('x', 2.5, range, 'do'), '"x" (OutOfRange)'],
  ['integer NaN', () => guard.integer('x', NaN, range, 'do'), '"x" (TypeInvalid)'],
  ['integer as text', () => guard.integer('x', '3' as never, range, 'do'), '"x" (TypeInvalid)'],
  ['percent too high', () => guard.percent('x', 5.1, range, 'do'), '"x" (OutOfRange)'],
  ['percent infinite', () => guard.percent('x', Infinity, range, 'do'), '"x" (TypeInvalid)'],
  ['port', () => guard.port('x', 65536),
    '"x" (OutOfRange)'],
  ['podPort low', () => guard.podPort('x', 80),
    '"x" (OutOfRange)'],
  ['podPort of SSH', () => guard.podPort('x', 2222),
    '"x" (Invalid)'],
  ['dnsLabel', () => guard.dnsLabel('x', 'A', 10),
    '"x" (Invalid)'],
  ['host', () => guard.host('x', 'https://a'),
    '"x" (Invalid)'],
  ['objectName', () => guard.objectName('x', ''),
    '"x" (Invalid)'],
  ['secretKey', () => guard.secretKey('x', 'a b'),
    '"x" (Invalid)'],
  ['labelValue', () => guard.labelValue('x', 'a@b'),
    '"x" (Invalid)'],
  ['variable', () => guard.variable('x', 'a-b'), '"x" (Invalid)'],
  ['path', () => guard.path('x', 'v1'), '"x" (Invalid)'],
  ['email', () => guard.email('x', 'agents'), '"x" (Invalid)'],
  ['digest', () => guard.digest('x', 'sha256:0'),
    '"x" (Invalid)'],
  ['image malformed', () => guard.image('x', 'A B'), '"x" (Invalid)'],
  ['image without a tag', () => guard.image('x', 'nginx'),
    '"x" (Invalid)'],
  ['image latest', () => guard.image('x', 'nginx:latest'), '"x" (Invalid)'],
  ['image not even a text', () => guard.image('x', 7 as never),
    '"x" (Invalid)'],
  ['cidr with a large octet', () => guard.cidr('x', '10.0.0.256/8'),
    '"x" (Invalid)'],
  ['cidr with a long prefix', () => guard.cidr('x', '10.0.0.0/33'),
    '"x" (Invalid)'],
  ['cron of six fields', () => guard.cron('x', '* * * * * *'),
    '"x" (Invalid)'],
  ['cron out of range', () => guard.cron('x', '61 * * * *'), '"x" (Invalid)'],
  ['duration too long', () => guard.duration('x', Duration.seconds(6), range, 'do'),
    '"x" (OutOfRange)'],
  ['duration in parts of a second', () => guard.duration('x', Duration.millis(2500), range, 'do'),
    '"x" (OutOfRange)'],
  ['duration as a number', () => guard.duration('x', 3 as never, range, 'do'),
    '"x" (TypeInvalid)'],
  ['size too small', () => guard.size('x', Size.mebibytes(15), sizes, 'do'),
    '"x" (OutOfRange)'],
  ['size as text', () => guard.size('x', '1Gi' as never, sizes, 'do'),
    '"x" (TypeInvalid)'],
  ['cpu too large', () => guard.cpu('x', Cpu.units(1), range, 'do'), '"x" (OutOfRange)'],
  ['cpu as text', () => guard.cpu('x', '1' as never, range, 'do'), '"x" (TypeInvalid)'],
  ['instance of nothing', () => guard.instance('x', null, Duration, 'Duration.days(1)'),
    '"x" (TypeInvalid)'],
  ['text too long', () => guard.text('x', 'ab', 1), '"x" (Invalid)'],
  ['struct as a list', () => guard.struct('x', [1, 2] as never), '"x" (TypeInvalid)'],
  ['list too short', () => guard.list('x', [], 1, 'do'), '"x" (Required)'],
  ['list as a text', () => guard.list('x', 'ab' as never, 0, 'do'), '"x" (TypeInvalid)'],
  ['oneOf', () => guard.oneOf('x', 'c', ['a', 'b'], 'do'), '"x" (NotSupported)'],
  ['a value of a class', () => guard.integer('x', Duration.days(1) as never, range, 'do'),
    '"x" (TypeInvalid)'],
  ['a function', () => guard.host('x', refusal as never),
    '"x" (Invalid)'],
  ['a long value', () => guard.host('x', 'A'.repeat(300)),
    '"x" (Invalid)'],
])('%s is refused', (_, check, message) => {
  expect(refusal(check)).toBe(`[chart] ${message}`);
});

test('every check names a value that is not there', () => {
  expect(refusal(() => guard.image('x', undefined as never)))
    .toBe('[chart] "x" (Required)');
});

describe('a value from a second copy of a library', () => {
  const named = (name: string, base: new () => object = Object) => Object.defineProperty(class extends base {}, 'name', { value: name });
  const ours = named('Mesh');
  const copies = { Mesh: named('Mesh'), Special: named('Special', named('Mesh')), Duration: named('Duration'), Size: named('Size'), Cpu: named('Cpu') };

  test.each<[string, () => unknown, string]>([
    ['a Mesh', () => guard.instance('x', new copies.Mesh(), ours, ''), 'cdk8s-agent-platform'],
    ['a subclass', () => guard.instance('x', new copies.Special(), ours, ''), 'cdk8s-agent-platform'],
    ['a Duration of a choice', () => guard.instance('x', new copies.Duration() as never, Duration, ''), 'cdk8s'],
    ['a Duration', () => guard.duration('x', new copies.Duration() as never, range, ''), 'cdk8s'],
    ['a Size', () => guard.size('x', new copies.Size() as never, sizes, ''), 'cdk8s'],
    ['a Cpu', () => guard.cpu('x', new copies.Cpu() as never, range, ''), 'cdk8s-plus-29'],
  ])('%s: the message says which is there twice', (_, check, name) => {
    const message = messageOf(check);
    expect(summaryOf(message)).toBe('[chart] "x" (TypeInvalid)');
    expect(message).toContain(`npm ls ${name} `);
  });

  test('something else is only of the wrong type', () => {
    expect(messageOf(() => guard.instance('x', new copies.Size() as never, ours, ''))).not.toContain('npm');
  });
});
