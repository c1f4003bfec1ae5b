import { Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import {
  AgentApi, AgentController, AgentGateway, ClientCertificates, Coordination, ExternalService, GatewayEngine, IMonitorable,
  Mesh, MonitoringPlan, Namespace, Objective, Platform, SecretSource, TrafficPeer,
} from '../../src';
import { IMAGE } from '../support/platforms';

/** A part of every kind that is watched, in all the ways that change what is watched. */
export function addFleet(agents: Namespace): void {
  const api = new AgentApi(agents, 'api', {
    image: IMAGE,
    objectives: [Objective.availability(99.9), Objective.latency({ threshold: Duration.millis(500), target: 99 }),
      Objective.latency({ threshold: Duration.seconds(1), target: 99.9 })],
  });
  new AgentController(agents, 'leader', { image: IMAGE, coordination: Coordination.leaderElection() });
  const lock = new ExternalService(agents, 'etcd', { host: 'etcd.acme.io', port: 2379, type: 'etcd', addresses: TrafficPeer.publicInternet() });
  new AgentController(agents, 'shards', { image: IMAGE, coordination: Coordination.sharded({ lock }) });
  const gateway = new AgentGateway(agents, 'gateway', {
    host: 'agents.acme.io', engine: GatewayEngine.istio(), certificate: SecretSource.existing('agents-acme-io'),
    clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')),
  });
  gateway.route('/v1', api);
}

/** A Platform with the fleet, and what `also` adds in a namespace of its own. */
export function fleetPlatform(app: Construct, id: string, also: (monitoring: Namespace) => void): Platform {
  const platform = new Platform(app, id, { mesh: Mesh.istio(), owner: { team: 'agents', email: 'agents@acme.io' } });
  addFleet(new Namespace(platform, 'agents'));
  also(new Namespace(platform, 'monitoring'));
  return platform;
}

/** The plans of all parts below a construct, by path. */
export function plansBelow(root: IConstruct): Map<string, MonitoringPlan> {
  const parts = root.node.findAll().filter((construct): construct is IMonitorable => typeof (construct as IMonitorable).toMonitoringPlan === 'function');
  return new Map(parts.map((part) => [part.node.path, part.toMonitoringPlan()]));
}
