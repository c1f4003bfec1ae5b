import { Protocol } from 'cdk8s-plus-29';
import { AgentApi } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: string | number;
}

function portsOf(change: (api: AgentApi) => void): [string, number, string | number][] {
  const { made, manifests } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }));
  change(made);
  return (manifests().one('Service').spec.ports as Port[]).map(({ name, port, targetPort }) => [name, port, targetPort]);
}

test('a port that is bound to the Service is in the Service', () => {
  expect(portsOf((api) => api.service.bind(9000, { name: 'grpc', targetPort: 9001 }))).toEqual([['http', 80, 'http'], ['grpc', 9000, 9001]]);
});

test('it takes the place of what follows from the container\'s port of that name', () => {
  expect(portsOf((api) => {
    api.container.addPort({ name: 'grpc', number: 9001 });
    api.service.bind(443, { name: 'grpc', targetPort: 9001 });
  })).toEqual([['http', 80, 'http'], ['grpc', 443, 9001]]);
});

test('another transport may have the same number', () => {
  expect(portsOf((api) => api.service.bind(80, { name: 'http3', protocol: Protocol.UDP, targetPort: 8443 })))
    .toEqual([['http', 80, 'http'], ['http3', 80, 8443]]);
});

test.each<[number, object | undefined, string]>([
  [80, { name: 'again' }, '"bind.port" (Duplicate)'],
  [9000, { name: 'http' }, '"bind.name" (Duplicate)'],
  [9000, undefined, '"bind.name" (Required)'],
  [9000, { name: 'A port' }, '"bind.name" (Invalid)'],
  [0, { name: 'zero' }, '"bind.port" (OutOfRange)'],
])('%d %j is refused, because Kubernetes would', (port, options, expected) => {
  const { made } = withPlatform((namespace) => new AgentApi(namespace, 'api', { image: IMAGE }));
  expect(refusal(() => made.service.bind(port, options))).toBe(`[production/agents/api/Default/Service] ${expected}`);
});
