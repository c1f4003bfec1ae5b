// The programs that are compared.
const { App, Chart } = require('cdk8s');
const { k8s, ...plus } = require('cdk8s-plus-29');
const { AgentApi, Namespace, Platform, PlatformApp, SynthReporting } = require('cdk8s-agent-platform');

const IMAGE = 'ghcr.io/acme/agent-api:1.8.0';
/** With 50 APIs in its one namespace, a Platform has about 300 objects. */
const APIS_OF_A_PLATFORM = 50;

/** `size` APIs, all in one namespace, each in one of its own, or 50 in each of several Platforms. */
exports.platform = (outdir, layout, size, { image = () => IMAGE, ...props } = {}) => {
  const app = new PlatformApp({ outdir, reporting: SynthReporting.SILENT, ...props });
  const addApi = (namespace, name) => new AgentApi(namespace, name, { image: image(name) });
  if (layout === 'platforms') {
    for (let first = 0; first < size; first += APIS_OF_A_PLATFORM) {
      forEachApi('one-namespace', APIS_OF_A_PLATFORM, (name) => new Namespace(new Platform(app, `cluster-${first / APIS_OF_A_PLATFORM}`), name), addApi);
    }
    return app;
  }
  const environment = new Platform(app, 'production');
  forEachApi(layout, size, (name) => new Namespace(environment, name), addApi);
  return app;
};

/** The same kinds of objects written by hand with cdk8s-plus-29, with the fields that it supports. */
exports.stock = (outdir, layout, size) => {
  const app = new App({ outdir });
  forEachApi(layout, size, (name) => stockNamespace(app, name), stockApi);
  return app;
};

function forEachApi(layout, size, addNamespace, addApi) {
  const shared = layout === 'one-namespace' ? addNamespace('agents') : undefined;
  for (let index = 0; index < size; index++) {
    addApi(shared ?? addNamespace(`agents-${index}`), `api-${index}`);
  }
}

function stockNamespace(app, name) {
  const chart = new Chart(app, name, { namespace: name, disableResourceNameHashes: true });
  new k8s.KubeNamespace(chart, 'namespace', { metadata: { name } });
  new k8s.KubeServiceAccount(chart, 'default', { metadata: { name: 'default' }, automountServiceAccountToken: false });
  new k8s.KubeLimitRange(chart, 'limits', { spec: { limits: [{ type: 'Container', max: { cpu: k8s.Quantity.fromString('4') } }] } });
  new k8s.KubeResourceQuota(chart, 'quota', { spec: { hard: { 'requests.cpu': k8s.Quantity.fromString('10') } } });
  new k8s.KubeNetworkPolicy(chart, 'deny', { spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } });
  return chart;
}

function stockApi(chart, name) {
  const deployment = new plus.Deployment(chart, name, {
    serviceAccount: new plus.ServiceAccount(chart, `${name}-sa`),
    containers: [{
      image: IMAGE, ports: [{ name: 'http', number: 8080 }], envVariables: { PORT: plus.EnvValue.fromValue('8080') },
      startup: plus.Probe.fromHttpGet('/livez'), liveness: plus.Probe.fromHttpGet('/livez'), readiness: plus.Probe.fromHttpGet('/readyz'),
    }],
  });
  deployment.exposeViaService({ ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  new plus.HorizontalPodAutoscaler(chart, `${name}-hpa`, {
    target: deployment, minReplicas: 3, maxReplicas: 9, metrics: [plus.Metric.resourceCpu(plus.MetricTarget.averageUtilization(70))],
  });
  new plus.NetworkPolicy(chart, `${name}-policy`, { selector: deployment });
  new k8s.KubePodDisruptionBudget(chart, `${name}-pdb`, { spec: { maxUnavailable: k8s.IntOrString.fromNumber(1) } });
}
