import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'cdk8s';
import { IMAGE, messageOf, withPlatform } from '../support/platforms';
import { refusal } from '../support/refusals';
import { tunnel } from './toy/tunnel-engine';
import { AgentApi, AgentGateway, AgentGatewayProps, AlertOverride, ClientCertificates, RateLimit, RouteOptions, SecretSource, Severity } from 'cdk8s-agent-platform';

// A gateway engine from outside of src: what it takes is docs/gateway-engines.md, and what it is built on is exported for that.

function compose(props: Partial<AgentGatewayProps> = {}, options?: RouteOptions) {
  return withPlatform((agents) => {
    const gateway = new AgentGateway(agents, 'gateway', {
      host: 'a.example.com', engine: tunnel('tunnel'), certificate: SecretSource.existing('tls'), ...props,
    });
    gateway.route('/v1', new AgentApi(agents, 'api', { image: IMAGE }), options);
    return gateway;
  });
}

test('it is one file, built on nothing but the package and its entry for gateway engines', () => {
  const folder = join(__dirname, 'toy');
  expect(readdirSync(folder)).toHaveLength(1);
  const imports = readdirSync(folder).flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  expect(imports.filter((from) => !/^(cdk8s|cdk8s-plus-29|constructs|cdk8s-agent-platform(\/gateway)?)$/.test(from))).toEqual([]);
});

test('its objects, its proxies and its alerts', () => {
  const { made, manifests } = compose({ additionalHosts: ['b.example.com'], alerts: { TunnelDown: AlertOverride.change({ severity: Severity.WARNING }) } });
  expect(manifests().one('Ingress', 'gateway').spec.rules.map(({ host }: { host: string }) => host)).toEqual(['a.example.com', 'b.example.com']);
  expect(JSON.stringify(manifests().one('NetworkPolicy', 'api').spec.ingress)).toContain('"app":"tunnel"');
  expect(made.alerts.map(({ id, severity }) => [id, severity])).toEqual([['TunnelDown', 'warning']]);
});

test('its own options are checked', () => {
  expect(refusal(() => compose({ engine: tunnel('No Class') }))).toBe('[production/agents/gateway] "engine.className" (Invalid)');
});

const ca = SecretSource.existing('ca');

test.each<[string, Partial<AgentGatewayProps>]>([
  ['rateLimit', { rateLimit: RateLimit.perSecond(5) }],
  ['allowedSourceRanges', { allowedSourceRanges: ['203.0.113.0/24'] }],
  ['clientCertificates', { clientCertificates: ClientCertificates.required(ca) }],
  ['clientCertificates', { clientCertificates: ClientCertificates.optional(ca) }],
])('what it cannot do is refused, and the engines that can are named: %s', (prop, props) => {
  expect(refusal(() => compose(props))).toBe(`[production/agents/gateway] "${prop}" (Forbidden)`);
  expect(messageOf(() => compose(props))).toMatch(/TunnelEngine\.of\(\).*Use .*GatewayEngine\.istio\(\)/);
});

test.each<[string, RouteOptions]>([['timeout', { timeout: Duration.seconds(5) }], ['retries', { retries: 1 }]])('of a route too: %s', (prop, options) => {
  expect(refusal(() => compose({}, options))).toBe(`[production/agents/gateway] "route.${prop}" (Forbidden)`);
});
