import { ACK } from './ack';
import { ARGO_ROLLOUTS } from './argo-rollouts';
import { ARGO_WORKFLOWS } from './argo-workflows';
import { BARMAN_CLOUD } from './barman-cloud';
import { CERT_MANAGER } from './cert-manager';
import { CLOUD_NATIVE_PG } from './cloud-native-pg';
import { CONFIG_CONNECTOR } from './config-connector';
import { ECK } from './eck';
import { EXTERNAL_SECRETS } from './external-secrets';
import { FLAGGER } from './flagger';
import { GATEKEEPER } from './gatekeeper';
import { GATEWAY_API } from './gateway-api';
import { GRAFANA_OPERATOR } from './grafana-operator';
import { INFISICAL } from './infisical';
import { ISTIO } from './istio';
import { KEDA } from './keda';
import { KYVERNO } from './kyverno';
import { MARIADB } from './mariadb';
import { OPENSEARCH } from './opensearch';
import { OPENTELEMETRY_OPERATOR } from './opentelemetry-operator';
import { OperatorDescriptor } from './operator-descriptor';
import { PERCONA_MONGODB } from './percona-mongodb';
import { PERCONA_MYSQL } from './percona-mysql';
import { PROMETHEUS_OPERATOR } from './prometheus-operator';
import { RABBITMQ } from './rabbitmq';
import { RABBITMQ_TOPOLOGY } from './rabbitmq-topology';
import { REDIS_OPERATOR } from './redis-operator';
import { RELOADER } from './reloader';
import { SEALED_SECRETS } from './sealed-secrets';
import { SEAWEEDFS } from './seaweedfs';
import { STRIMZI } from './strimzi';
import { TRUST_MANAGER } from './trust-manager';
import { VELERO } from './velero';
import { VERTICAL_POD_AUTOSCALER } from './vertical-pod-autoscaler';
import { ZALANDO_POSTGRES } from './zalando-postgres';

/** Every operator that the library knows, by the factory of `Operator` that names it. */
export const OPERATORS: Record<string, OperatorDescriptor> = {
  ack: ACK,
  argoRollouts: ARGO_ROLLOUTS,
  argoWorkflows: ARGO_WORKFLOWS,
  barmanCloud: BARMAN_CLOUD,
  certManager: CERT_MANAGER,
  cloudNativePg: CLOUD_NATIVE_PG,
  configConnector: CONFIG_CONNECTOR,
  eck: ECK,
  externalSecrets: EXTERNAL_SECRETS,
  flagger: FLAGGER,
  gatekeeper: GATEKEEPER,
  gatewayApi: GATEWAY_API,
  grafana: GRAFANA_OPERATOR,
  infisical: INFISICAL,
  istio: ISTIO,
  keda: KEDA,
  kyverno: KYVERNO,
  mariaDb: MARIADB,
  openSearch: OPENSEARCH,
  openTelemetry: OPENTELEMETRY_OPERATOR,
  perconaMongoDb: PERCONA_MONGODB,
  perconaMySql: PERCONA_MYSQL,
  prometheus: PROMETHEUS_OPERATOR,
  rabbitMq: RABBITMQ,
  rabbitMqTopology: RABBITMQ_TOPOLOGY,
  redis: REDIS_OPERATOR,
  reloader: RELOADER,
  sealedSecrets: SEALED_SECRETS,
  seaweedFs: SEAWEEDFS,
  strimzi: STRIMZI,
  trustManager: TRUST_MANAGER,
  velero: VELERO,
  verticalPodAutoscaler: VERTICAL_POD_AUTOSCALER,
  zalandoPostgres: ZALANDO_POSTGRES,
};
