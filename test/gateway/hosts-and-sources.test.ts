import { AgentApi, AgentGateway, AgentGatewayProps, GatewayEngine, Namespace, RateLimit, SecretSource } from '../../src';
import { Manifest, Manifests } from '../support/manifests';
import { IMAGE, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';

const gateway = (namespace: Namespace, id: string, props: Partial<AgentGatewayProps>): AgentGateway => new AgentGateway(namespace, id, {
  host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-acme-io'), ...props,
});

const made = (props: Partial<AgentGatewayProps>): Manifests => withPlatform((namespace) =>
  gateway(namespace, 'gateway', props).route('/v1', new AgentApi(namespace, 'api', { image: IMAGE }))).manifests();

describe('several hosts', () => {
  const HOSTS = ['agents.acme.io', 'agents.acme.com', 'agents.acme.eu'];
  const several = (props: Partial<AgentGatewayProps> = {}): Manifests => made({ additionalHosts: HOSTS.slice(1), ...props });

  test('are served with one certificate and lead to the same routes', () => {
    expect(several().one('Gateway').spec.servers.map(({ hosts }: Manifest) => hosts)).toEqual([HOSTS, HOSTS]);
    expect(several().one('VirtualService').spec.hosts).toEqual(HOSTS);
  });

  test('are limited each', () => {
    const patches: Manifest[] = several({ rateLimit: RateLimit.perSecond(5) }).one('EnvoyFilter').spec.configPatches;
    expect(patches.slice(1).map(({ match }) => match.routeConfiguration.vhost.name)).toEqual(HOSTS.map((host) => `${host}:443`));
  });

  test('belong to one gateway', () => {
    const both = (first: string[], second: string[]): string => refusal(() => withPlatform((namespace) => {
      gateway(namespace, 'first', { host: 'one.acme.io', additionalHosts: first });
      gateway(namespace, 'second', { host: 'two.acme.io', additionalHosts: second });
    }));
    expect(both(['a.acme.io'], ['a.acme.io'])).toMatch(/^\[production\/agents\/second\] "additionalHosts\[0\]" \(/);
    expect(both([], ['one.acme.io'])).toMatch(/^\[production\/agents\/second\] "additionalHosts\[0\]" \(/);
  });

  test('are named once', () => {
    expect(refusal(() => made({ additionalHosts: ['agents.acme.io'] }))).toBe('[production/agents/gateway] "additionalHosts[0]" (Duplicate)');
    expect(refusal(() => made({ additionalHosts: ['10.0.0.1'] }))).toBe('[production/agents/gateway] "additionalHosts[0]" (Invalid)');
  });
});

describe('allowed source ranges', () => {
  const RANGES = ['203.0.113.0/24', '198.51.100.7/32'];

  test('without them there is no policy', () => {
    expect(made({}).all('AuthorizationPolicy')).toEqual([]);
  });

  test('refuse everybody else, on the hosts of this gateway only: others share the proxies', () => {
    const { metadata, spec } = made({ allowedSourceRanges: RANGES, additionalHosts: ['agents.acme.com'] }).one('AuthorizationPolicy');
    expect(metadata).toMatchObject({ name: 'agents-gateway-sources', namespace: 'istio-ingress' });
    expect(spec).toEqual({
      selector: { matchLabels: { istio: 'ingressgateway' } },
      action: 'DENY',
      rules: [{
        from: [{ source: { notRemoteIpBlocks: RANGES } }],
        to: [{ operation: { hosts: ['agents.acme.io', 'agents.acme.io:*', 'agents.acme.com', 'agents.acme.com:*'] } }],
      }],
    });
  });

  test('cannot be empty or malformed', () => {
    expect(refusal(() => made({ allowedSourceRanges: [] }))).toBe('[production/agents/gateway] "allowedSourceRanges" (Required)');
    expect(refusal(() => made({ allowedSourceRanges: ['203.0.113.7'] }))).toBe('[production/agents/gateway] "allowedSourceRanges[0]" (Invalid)');
  });
});
