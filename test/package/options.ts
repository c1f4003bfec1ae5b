/** A change of the program of the design card, and the objects that change with it. */
export type Change = [what: string, replace: [from: string, to: string], objects: string[]];

export const CHANGES: Change[] = [
  ['no mesh', ['  mesh: Mesh.istio(),\n', ''], [
    'AuthorizationPolicy agents/api', 'AuthorizationPolicy agents/controller', 'AuthorizationPolicy agents/default-deny',
    'Cluster agents/data-customers', 'Deployment agents/api', 'Deployment agents/controller', 'Namespace agents', 'NetworkPolicy agents/api',
    'NetworkPolicy agents/controller', 'PeerAuthentication agents/api',
    'PeerAuthentication agents/controller', 'PeerAuthentication agents/default', 'ResourceQuota agents/quota', 'Sidecar agents/default',
  ]],
  ['another mesh revision', ['Mesh.istio()', "Mesh.istio({ revision: '1-29' })"], [
    'Namespace agents',
  ]],
  ['no owner', ["  owner: { team: 'agents', email: 'agents@acme.io' },\n", ''], [
    '* agents/*', '* monitoring/*', 'EnvoyFilter istio-ingress/agents-gateway', 'Namespace agents', 'Namespace monitoring',
  ]],
  ['no e-mail address', [", email: 'agents@acme.io'", ''], [
    'Deployment agents/api', 'Deployment agents/controller',
  ]],
  ['another Platform', ["'production', {", "'europe', {"], [
    'AlertmanagerConfig agents/observability', 'ConfigMap monitoring/observability-dashboard-agents-api',
    'ConfigMap monitoring/observability-dashboard-agents-controller', 'ConfigMap monitoring/observability-dashboard-agents-data-customers',
    'ConfigMap monitoring/observability-dashboard-agents-gateway', 'PrometheusRule agents/api', 'PrometheusRule agents/controller',
    'PrometheusRule agents/data-customers', 'PrometheusRule agents/gateway',
  ]],
  ['another namespace', ["new Namespace(production, 'agents')", "new Namespace(production, 'fleet')"], [
    '* agents/*', '* fleet/*', 'ConfigMap monitoring/observability-dashboard-agents-api',
    'ConfigMap monitoring/observability-dashboard-agents-controller', 'ConfigMap monitoring/observability-dashboard-agents-data-customers',
    'ConfigMap monitoring/observability-dashboard-agents-gateway', 'ConfigMap monitoring/observability-dashboard-fleet-api',
    'ConfigMap monitoring/observability-dashboard-fleet-controller', 'ConfigMap monitoring/observability-dashboard-fleet-data-customers',
    'ConfigMap monitoring/observability-dashboard-fleet-gateway', 'EnvoyFilter istio-ingress/agents-gateway',
    'EnvoyFilter istio-ingress/fleet-gateway', 'Namespace agents', 'Namespace fleet',
  ]],
  ['another data layer', ["'data')", "'stores')"], [
    'AlertmanagerConfig agents/observability',
    '* agents/data-customers', '* agents/stores-customers', 'ConfigMap monitoring/observability-dashboard-agents-data-customers',
    'ConfigMap monitoring/observability-dashboard-agents-stores-customers', 'Deployment agents/api', 'Deployment agents/controller',
    'NetworkPolicy agents/api', 'NetworkPolicy agents/controller',
  ]],
  ['another database', ["addPostgres('customers'", "addPostgres('clients'"], [
    'AlertmanagerConfig agents/observability',
    '* agents/data-clients', '* agents/data-customers', 'ConfigMap monitoring/observability-dashboard-agents-data-clients',
    'ConfigMap monitoring/observability-dashboard-agents-data-customers', 'Deployment agents/api', 'Deployment agents/controller',
    'NetworkPolicy agents/api', 'NetworkPolicy agents/controller',
  ]],
  ['the plain engine', ['engine: PostgresEngine.cloudNativePg(), ', ''], [
    '* agents/data-customers', '* agents/data-customers-primary', '* agents/data-customers-replica',
    'ConfigMap agents/data-customers-primary-config', 'ConfigMap agents/data-customers-replica-config',
    'ConfigMap monitoring/observability-dashboard-agents-data-customers', 'Deployment agents/api', 'Deployment agents/controller',
    'NetworkPolicy agents/api', 'NetworkPolicy agents/controller', 'ResourceQuota agents/quota',
    'Service agents/data-customers-primary-members', 'Service agents/data-customers-replica-members', 'Service agents/data-customers-ro',
    'Service agents/data-customers-rw',
  ]],
  ['another size', [', storage: Size.gibibytes(50)', ''], [
    'Cluster agents/data-customers',
  ]],
  ['another name of the API', ["'api', {", "'server', {"], [
    'AlertmanagerConfig agents/observability',
    '* agents/api', '* agents/server', 'ConfigMap monitoring/observability-dashboard-agents-api',
    'ConfigMap monitoring/observability-dashboard-agents-gateway', 'ConfigMap monitoring/observability-dashboard-agents-server',
    'NetworkPolicy agents/data-customers', 'PrometheusRule agents/gateway', 'VirtualService agents/gateway',
  ]],
  ['another image of the API', ['agent-api:1.8.0', 'agent-api:1.9.0'], [
    'Deployment agents/api',
  ]],
  ['no scaling of the API', ['  scaling: Scaling.horizontal({ minReplicas: 3, maxReplicas: 20, cpuUtilization: 70 }),\n', ''], [
    'HorizontalPodAutoscaler agents/api', 'ResourceQuota agents/quota',
  ]],
  ['more replicas', ['minReplicas: 3, ', 'minReplicas: 4, '], [
    'HorizontalPodAutoscaler agents/api',
  ]],
  ['fewer replicas at the most', ['maxReplicas: 20, ', ''], [
    'HorizontalPodAutoscaler agents/api', 'ResourceQuota agents/quota',
  ]],
  ['less utilization', ['cpuUtilization: 70', 'cpuUtilization: 50'], [
    'HorizontalPodAutoscaler agents/api',
  ]],
  ['no objective', ['  objectives: [Objective.availability(99.9)],\n', ''], [
    'ConfigMap monitoring/observability-dashboard-agents-api', 'PrometheusRule agents/api',
  ]],
  ['a lower objective', ['99.9', '99'], [
    'ConfigMap monitoring/observability-dashboard-agents-api', 'PrometheusRule agents/api',
  ]],
  ['no connection of the API', ['api.connectTo(customers);\n', ''], [
    'AlertmanagerConfig agents/observability',
    'Deployment agents/api', 'NetworkPolicy agents/api', 'NetworkPolicy agents/data-customers',
  ]],
  ['another name of the controller', ["'controller', {", "'operator', {"], [
    'AlertmanagerConfig agents/observability',
    '* agents/controller', '* agents/operator', 'ConfigMap monitoring/observability-dashboard-agents-controller',
    'ConfigMap monitoring/observability-dashboard-agents-operator', 'NetworkPolicy agents/data-customers',
  ]],
  ['another image of the controller', ['agent-controller:1.8.0', 'agent-controller:1.9.0'], [
    'Deployment agents/controller',
  ]],
  ['another coordination', ['Coordination.leaderElection(),\n  scaling: Scaling.vertical()', "Coordination.sharded({ lock: data.addRedis('locks') })"], [
    'AlertmanagerConfig agents/observability',
    '* agents/data-locks', '* agents/data-locks-sentinel', '* agents/data-locks-server', 'ConfigMap agents/data-locks-config',
    'ConfigMap agents/data-locks-sentinel-config', 'ConfigMap agents/data-locks-server-config',
    'ConfigMap monitoring/observability-dashboard-agents-controller', 'ConfigMap monitoring/observability-dashboard-agents-data-locks',
    'Deployment agents/controller', 'HorizontalPodAutoscaler agents/controller', 'NetworkPolicy agents/controller',
    'PrometheusRule agents/controller', 'ResourceQuota agents/quota', 'Role agents/controller', 'RoleBinding agents/controller',
    'Service agents/data-locks-sentinel-members', 'Service agents/data-locks-server-members', 'VerticalPodAutoscaler agents/controller',
  ]],
  ['no scaling of the controller', ['  scaling: Scaling.vertical(),\n', ''], [
    'ResourceQuota agents/quota', 'VerticalPodAutoscaler agents/controller',
  ]],
  ['no connection of the controller', ['controller.connectTo(customers);\n', ''], [
    'AlertmanagerConfig agents/observability',
    'Deployment agents/controller', 'NetworkPolicy agents/controller', 'NetworkPolicy agents/data-customers',
  ]],
  ['another name of the gateway', ["'gateway', {", "'edge', {"], [
    'AlertmanagerConfig agents/observability',
    '* agents/edge', '* agents/gateway', 'ConfigMap monitoring/observability-dashboard-agents-edge',
    'ConfigMap monitoring/observability-dashboard-agents-gateway', 'EnvoyFilter istio-ingress/agents-edge',
    'EnvoyFilter istio-ingress/agents-gateway',
  ]],
  ['another host', ['agents.acme.io\',', 'fleet.acme.io\','], [
    'EnvoyFilter istio-ingress/agents-gateway', 'Gateway agents/gateway', 'VirtualService agents/gateway',
  ]],
  ['another certificate', ["'agents-acme-io'", "'fleet-acme-io'"], [
    'Gateway agents/gateway',
  ]],
  ['no client certificates', ["  clientCertificates: ClientCertificates.required(SecretSource.existing('agent-ca')),\n", ''], [
    'Gateway agents/gateway', 'PrometheusRule agents/gateway',
  ]],
  ['another authority', ["'agent-ca'", "'fleet-ca'"], [
    'Gateway agents/gateway',
  ]],
  ['no rate limit', ['  rateLimit: RateLimit.perSecond(50),\n', ''], [
    'EnvoyFilter istio-ingress/agents-gateway',
  ]],
  ['another rate', ['perSecond(50)', 'perSecond(60)'], [
    'EnvoyFilter istio-ingress/agents-gateway',
  ]],
  ['another route', ["'/v1'", "'/v2'"], [
    'VirtualService agents/gateway',
  ]],
  ['another namespace of monitoring', ["new Namespace(production, 'monitoring')", "new Namespace(production, 'watch')"], [
    '* monitoring/*', '* watch/*', 'AlertmanagerConfig agents/observability', 'Namespace monitoring', 'Namespace watch', 'NetworkPolicy agents/api', 'NetworkPolicy agents/controller',
    'NetworkPolicy agents/data-customers',
  ]],
  ['another name of the stack', ["'observability', {", "'watch', {"], [
    'AlertmanagerConfig agents/observability', 'AlertmanagerConfig agents/watch',
    'ConfigMap monitoring/observability-dashboard-agents-api', 'ConfigMap monitoring/observability-dashboard-agents-controller',
    'ConfigMap monitoring/observability-dashboard-agents-data-customers', 'ConfigMap monitoring/observability-dashboard-agents-gateway',
    'ConfigMap monitoring/watch-dashboard-agents-api', 'ConfigMap monitoring/watch-dashboard-agents-controller',
    'ConfigMap monitoring/watch-dashboard-agents-data-customers', 'ConfigMap monitoring/watch-dashboard-agents-gateway',
  ]],
  ['a Prometheus of your own', ['MonitoringEngine.prometheusOperator()', 'MonitoringEngine.existingPrometheus()'], [
    '* monitoring/observability', 'AlertmanagerConfig agents/observability', 'ConfigMap monitoring/observability-agents-api', 'ConfigMap monitoring/observability-agents-controller',
    'ConfigMap monitoring/observability-agents-data-customers', 'ConfigMap monitoring/observability-agents-gateway',
    'PodMonitor agents/api', 'PodMonitor agents/controller', 'PodMonitor agents/data-customers', 'PrometheusRule agents/api',
    'PrometheusRule agents/controller', 'PrometheusRule agents/data-customers', 'PrometheusRule agents/gateway',
  ]],
  ['nobody told', ["  alerting: Alerting.webhook(SecretSource.existing('oncall-webhook')),\n", ''], [
    'AlertmanagerConfig agents/observability',
  ]],
  ['another webhook', ["'oncall-webhook'", "'night-webhook'"], [
    'AlertmanagerConfig agents/observability',
  ]],
];
