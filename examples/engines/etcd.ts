import { Size } from 'cdk8s';
import { AgentController, Coordination, DataLayer, EtcdEngine, Namespace } from 'cdk8s-agent-platform';

/** An etcd that holds the locks of a controller whose pods share the work. */
export function etcd(agents: Namespace, image: string): void {
  const lock = new DataLayer(agents, 'data').addEtcd('locks', { engine: EtcdEngine.plain(), storage: Size.gibibytes(8) });
  new AgentController(agents, 'controller', { image, coordination: Coordination.sharded({ lock }) });
}
