import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { Guard } from '../../src/internal/guard';
import { messageOf } from '../support/platforms';

const guard = new Guard(new Chart(new App(), 'chart'));
const range = { min: 2, max: 5 };
const sizes = { min: Size.mebibytes(16), max: Size.gibibytes(1) };

test('a message has path, prop, value, what is allowed, and what to do', () => {
  expect(messageOf(() => guard.fail('port', 0, 'a port', 'choose one'))).toBe('[chart] "port" is 0, but must be a port: choose one');
});

test('a prop inside a struct has the struct\'s name before it', () => {
  expect(messageOf(() => guard.within('scaling').within('cpu').fail('min', 0, 'more', 'raise it')))
    .toBe('[chart] "scaling.cpu.min" is 0, but must be more: raise it');
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
  ['integer too low', () => guard.integer('x', 1, range, 'do'), '"x" is 1, but must be a whole number from 2 to 5: do'],
  ['integer too high', () => guard.integer('x', 6, range, 'do'), '"x" is 6, but must be a whole number from 2 to 5: do'],
  ['integer with a fraction', () => guard.integer('x', 2.5, range, 'do'), '"x" is 2.5, but must be a whole number from 2 to 5: do'],
  ['integer NaN', () => guard.integer('x', NaN, range, 'do'), '"x" is NaN, but must be a whole number from 2 to 5: do'],
  ['integer as text', () => guard.integer('x', '3' as never, range, 'do'), '"x" is "3", but must be a whole number from 2 to 5: do'],
  ['percent too high', () => guard.percent('x', 5.1, range, 'do'), '"x" is 5.1, but must be a number from 2 to 5 (percent): do'],
  ['percent infinite', () => guard.percent('x', Infinity, range, 'do'), '"x" is Infinity, but must be a number from 2 to 5 (percent): do'],
  ['port', () => guard.port('x', 65536),
    '"x" is 65536, but must be a whole number from 1 to 65535: give the number on which the program listens, such as 8080'],
  ['podPort low', () => guard.podPort('x', 80),
    '"x" is 80, but must be a whole number from 1024 to 65535: pods run without privileges: let the program listen on a high port such as 8080'],
  ['podPort of SSH', () => guard.podPort('x', 2222),
    '"x" is 2222, but must be a port other than 2222: scanners take it for SSH; choose another high port'],
  ['dnsLabel', () => guard.dnsLabel('x', 'A', 10),
    '"x" is "A", but must be a DNS label (a-z, 0-9 and -, at most 10 characters): shorten it or use lower case, digits and dashes'],
  ['host', () => guard.host('x', 'https://a'),
    '"x" is "https://a", but must be a host name in lower case: give a name such as api.example.com, without scheme, port or path'],
  ['objectName', () => guard.objectName('x', ''),
    '"x" is "", but must be an object name (a-z, 0-9, - and ., at most 253 characters): use the name that kubectl shows'],
  ['secretKey', () => guard.secretKey('x', 'a b'),
    '"x" is "a b", but must be a key of a Secret (letters, digits, -, _ and .): use the key as it stands in the Secret'],
  ['labelValue', () => guard.labelValue('x', 'a@b'),
    '"x" is "a@b", but must be a label value (letters, digits, -, _ and ., at most 63 characters): shorten it and leave out spaces and @'],
  ['variable', () => guard.variable('x', 'a-b'), '"x" is "a-b", but must be an environment variable name (A-Z, 0-9 and _): write it like MODEL_HOST'],
  ['path', () => guard.path('x', 'v1'), '"x" is "v1", but must be a URL path that begins with /: write it like /v1'],
  ['email', () => guard.email('x', 'agents'), '"x" is "agents", but must be an e-mail address: write it like agents@example.com'],
  ['digest', () => guard.digest('x', 'sha256:0'),
    '"x" is "sha256:0", but must be sha256: and 64 hexadecimal digits: copy it from the registry: crane digest <image>'],
  ['image malformed', () => guard.image('x', 'A B'), '"x" is "A B", but must be an image reference with a tag: write it like ghcr.io/acme/agent-api:1.8.0'],
  ['image without a tag', () => guard.image('x', 'nginx'),
    '"x" is "nginx", but must be an image reference with a tag: no tag means latest; write it like ghcr.io/acme/agent-api:1.8.0'],
  ['image latest', () => guard.image('x', 'nginx:latest'), '"x" is "nginx:latest", but must be an image with a tag that says a version: '
    + 'latest is another program tomorrow; write it like ghcr.io/acme/agent-api:1.8.0'],
  ['image not even a text', () => guard.image('x', 7 as never),
    '"x" is 7, but must be an image reference with a tag: write it like ghcr.io/acme/agent-api:1.8.0'],
  ['cidr with a large octet', () => guard.cidr('x', '10.0.0.256/8'),
    '"x" is "10.0.0.256/8", but must be an IPv4 range in CIDR notation: write it like 203.0.113.0/24, a single address as 203.0.113.7/32'],
  ['cidr with a long prefix', () => guard.cidr('x', '10.0.0.0/33'),
    '"x" is "10.0.0.0/33", but must be an IPv4 range in CIDR notation: write it like 203.0.113.0/24, a single address as 203.0.113.7/32'],
  ['cron of six fields', () => guard.cron('x', '* * * * * *'),
    '"x" is "* * * * * *", but must be a cron expression of five fields: write it like "0 2 * * *" (02:00 every day)'],
  ['cron out of range', () => guard.cron('x', '61 * * * *'), '"x" is "61 * * * *", but must be a cron expression of five fields '
    + '("61" is no minute: 0 to 59): write it like "0 2 * * *" (02:00 every day)'],
  ['duration too long', () => guard.duration('x', Duration.seconds(6), range, 'do'),
    '"x" is "6s", but must be a Duration from 2 to 5 seconds, in whole seconds: do'],
  ['duration in parts of a second', () => guard.duration('x', Duration.millis(2500), range, 'do'),
    '"x" is "2.5s", but must be a Duration from 2 to 5 seconds, in whole seconds: do'],
  ['duration as a number', () => guard.duration('x', 3 as never, range, 'do'),
    '"x" is 3, but must be a Duration from 2 to 5 seconds: write it like Duration.seconds(30)'],
  ['size too small', () => guard.size('x', Size.mebibytes(15), sizes, 'do'),
    '"x" is "15Mi", but must be a Size from 16Mi to 1024Mi, in whole mebibytes: do'],
  ['size as text', () => guard.size('x', '1Gi' as never, sizes, 'do'),
    '"x" is "1Gi", but must be a Size from 16Mi to 1024Mi: write it like Size.gibibytes(50)'],
  ['cpu too large', () => guard.cpu('x', Cpu.units(1), range, 'do'), '"x" is "1", but must be a Cpu from 2m to 5m: do'],
  ['cpu as text', () => guard.cpu('x', '1' as never, range, 'do'), '"x" is "1", but must be a Cpu from 2m to 5m: write it like Cpu.millis(250)'],
  ['instance of nothing', () => guard.instance('x', null, Duration, 'Duration.days(1)'),
    '"x" is null, but must be a Duration: write it like Duration.days(1)'],
  ['text too long', () => guard.text('x', 'ab', 1), '"x" is "ab", but must be a text of 1 to 1 characters: shorten it or leave the prop out'],
  ['struct as a list', () => guard.struct('x', [1, 2] as never), '"x" is a list of 2, but must be a set of named values: write it like { name: value }'],
  ['list too short', () => guard.list('x', [], 1, 'do'), '"x" is a list of 0, but must be a list of at least 1: do'],
  ['list as a text', () => guard.list('x', 'ab' as never, 0, 'do'), '"x" is "ab", but must be a list: do'],
  ['oneOf', () => guard.oneOf('x', 'c', ['a', 'b'], 'do'), '"x" is "c", but must be one of "a", "b": do'],
  ['a value of a class', () => guard.integer('x', Duration.days(1) as never, range, 'do'),
    '"x" is a Duration, but must be a whole number from 2 to 5: do'],
  ['a function', () => guard.host('x', messageOf as never),
    '"x" is a function, but must be a host name in lower case: give a name such as api.example.com, without scheme, port or path'],
  ['a long value', () => guard.host('x', 'A'.repeat(300)),
    `"x" is "${'A'.repeat(77)}...", but must be a host name in lower case: give a name such as api.example.com, without scheme, port or path`],
])('%s is refused', (_, check, message) => {
  expect(messageOf(check)).toBe(`[chart] ${message}`);
});

test('every check names a value that is not there', () => {
  expect(messageOf(() => guard.image('x', undefined as never)))
    .toBe('[chart] "x" is undefined, but must be an image reference with a tag: write it like ghcr.io/acme/agent-api:1.8.0');
});
