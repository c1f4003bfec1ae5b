import { Size } from 'cdk8s';
import {
  AgentApi, DataLayer, MySqlAccess, MySqlEngine, Namespace, ObjectStorageBucket, SecretSource, TrafficPeer,
} from 'cdk8s-agent-platform';

/** A MariaDB that replicates, with a user that only reads and nightly dumps, and a MySQL elsewhere. */
export function mysql(agents: Namespace, api: AgentApi, image: string): void {
  const data = new DataLayer(agents, 'data');
  const orders = data.addMySql('orders', { engine: MySqlEngine.mariaDb(), databases: ['orders', 'audit'], storage: Size.gibibytes(5) });
  orders.addDump('nightly', {
    bucket: ObjectStorageBucket.s3({ bucket: 'acme-dumps', region: 'eu-west-1', credentials: SecretSource.existing('dump-bucket') }), schedule: '0 2 * * *',
  });
  api.connectTo(orders);
  const reports = new AgentApi(agents, 'reports', { image });
  reports.connectTo(orders.addUser('reporting', { access: MySqlAccess.readOnly(), databases: ['orders', 'audit'] }));
  reports.connectTo(orders.readOnly);
  api.connectTo(data.addMySql('billing', {
    engine: MySqlEngine.external({
      host: 'mysql.acme.example', addresses: TrafficPeer.cidrs(['203.0.113.0/24']), certificateAuthority: SecretSource.existing('billing-ca'),
    }),
  }));
}
