import { AgentApi, AgentGateway, GatewayEngine, Mesh, SecretSource } from '../../src';
import { IMAGE, withPlatform } from '../support/platforms';

test('requests to a Service behind two gateways are counted by the alerts of one of them', () => {
  const { made } = withPlatform((namespace) => {
    const api = new AgentApi(namespace, 'api', { image: IMAGE });
    return ['a', 'b'].map((id) => {
      const gateway = new AgentGateway(namespace, id, {
        host: `${id}.example.com`, engine: GatewayEngine.istio(), certificate: SecretSource.existing(`${id}-tls`),
      });
      gateway.route('/', api);
      return gateway;
    });
  }, { mesh: Mesh.istio() });
  const counting = made.map(({ alerts }) => alerts.some(({ expr }) => expr.includes('istio_requests_total')));
  expect(counting).toEqual([true, false]);
});
