import { Construct } from 'constructs';
import { Namespace, Platform, PlatformApp } from '../../src';
import { messageOf, silentApp } from '../support/platforms';
import { summaryOf } from '../support/refusals';

/** Two ways to write to one folder of the output. */
const TWICE: [string, (app: PlatformApp) => unknown, string, string][] = [
  ['two Platforms with one id', (app) => [new Platform(new Construct(app, 'east'), 'production'), new Platform(new Construct(app, 'west'), 'production')],
    '[west/production] "id" (Duplicate)', 'east/production'],
  ['a Platform and a Namespace outside of it', (app) => [new Platform(app, 'production'), new Namespace(app, 'west', { name: 'production' })],
    '[west] "name" (Duplicate)', 'production'],
  ['a Namespace and a Platform that follows', (app) => [new Namespace(new Construct(app, 'east'), 'production'), new Platform(app, 'production')],
    '[production] "id" (Duplicate)', 'east/production'],
  ['two Namespaces outside of a Platform', (app) => [new Namespace(new Construct(app, 'east'), 'agents'), new Namespace(new Construct(app, 'west'), 'agents')],
    '[west/agents] "id" (Duplicate)', 'east/agents'],
];

test.each(TWICE)('%s are refused, with both paths', (_, compose, refused, other) => {
  const message = messageOf(() => compose(silentApp()));
  expect(summaryOf(message)).toBe(refused);
  expect(message).toContain(`${other} `);
});

test('Namespaces of one name in two Platforms are apart', () => {
  const app = silentApp();
  ['staging', 'production'].forEach((id) => new Namespace(new Platform(app, id), 'agents'));
  expect(() => app.synth()).not.toThrow();
});

test('Platforms of one id in two apps are apart', () => {
  expect([silentApp(), silentApp()].map((app) => new Platform(app, 'production').node.path)).toEqual(['production', 'production']);
});
