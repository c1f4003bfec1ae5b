import { App, Chart } from 'cdk8s';
import { Guard } from '../../../src/internal/guard';
import { messageOf } from '../../support/platforms';

const guard = new Guard(new Chart(new App(), 'chart'));

test.each([
  'nginx:1', 'a/b/c:1.8.0', 'localhost:5000/a_b__c-d---e.f:v1', 'REGISTRY.example.com/a:1', 'a:0o17', 'a:latest-1', `a:1@sha256:${'0'.repeat(64)}`,
])('%s is an image', (image) => {
  expect(guard.image('image', image)).toBe(image);
});

test.each([
  'api:undefined', 'api:null', 'api:NaN', 'api:None', 'api:Latest', '../a:1', 'a//b:1', './a:1', '-a/b:1', 'a-/b:1', 'a..b:1', 'a___b:1', 'a/-b:1', 'a/b-:1', 'a/B:1',
  '/a:1', 'a/:1', 'a.b.:1', 'a:.1', 'a:-1', 'a:1@sha256:0', 'a:1 ', ' a:1', 'a:1\n', `a:${'1'.repeat(129)}`, `${'a/'.repeat(300)}b:1`,
])('%j is no image', (image) => {
  expect(messageOf(() => guard.image('image', image))).toMatch(/^\[chart\] "image" is .+, but must be .+: .+$/);
});

test.each(['0.0.0.0/0', '10.0.0.0/8', '255.255.255.255/32', '203.0.113.7/24'])('%s is a range', (range) => {
  expect(guard.cidr('cidr', range)).toBe(range);
});

test.each(['010.0.0.1/08', '10.0.0.1/08', '10.0.00.1/8', '10.0.0.0', '10.0.0/8', '256.0.0.0/8', '10.0.0.0/33', '10.0.0.0/8\n', '::/0', '1e1.0.0.0/8'])('%j is no range', (range) => {
  expect(messageOf(() => guard.cidr('cidr', range))).toMatch(/^\[chart\] "cidr" is .+, but must be .+: .+$/);
});
