import { Size } from 'cdk8s';
import {
  AgentApi, AvailabilityZones, DataLayer, Namespace, Objective, ObservabilityStack, Platform, PlatformApp,
  PlatformProps,
} from 'cdk8s-agent-platform';

/** One API and one PostgreSQL on any cluster: no custom resources, one zone. Copy this first. */
export function quickstart(app: PlatformApp, common: PlatformProps = {}): void {
  const platform = new Platform(app, 'quickstart', { zones: AvailabilityZones.preferred(), ...common });
  const agents = new Namespace(platform, 'agents');

  const data = new DataLayer(agents, 'data');
  const customers = data.addPostgres('customers', { storage: Size.gibibytes(10) });

  const api = new AgentApi(agents, 'api', {
    image: 'ghcr.io/acme/agent-api:1.8.0',
    objectives: [Objective.availability(99.9)],
  });
  api.connectTo(customers);

  const monitoring = new Namespace(platform, 'monitoring');
  new ObservabilityStack(monitoring, 'observability');
}

if (require.main === module) {
  const app = new PlatformApp({ outdir: 'dist/manifests/quickstart' });
  quickstart(app);
  app.synth();
}
