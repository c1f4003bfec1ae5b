// Composes and synthesises N APIs in a fresh process and prints how long that took, loading not included.
const { mkdtempSync, rmSync } = require('fs');
const { tmpdir } = require('os');
const { join } = require('path');
const { App, Chart } = require('cdk8s');
const { k8s, ...plus } = require('cdk8s-plus-29');
const { AgentApi, Namespace, Platform, PlatformApp, SynthReporting } = require('cdk8s-agent-platform');

const [kind, layout, count] = process.argv.slice(2);
const IMAGE = 'ghcr.io/acme/agent-api:1.8.0';
const programs = { stock, platform };

function platform(outdir) {
  const app = new PlatformApp({ outdir, reporting: SynthReporting.SILENT });
  const environment = new Platform(app, 'production');
  forEachApi((namespace) => new Namespace(environment, namespace), (namespace, name) => new AgentApi(namespace, name, { image: IMAGE }));
  return app;
}

/** What somebody writes by hand on cdk8s-plus-29: the same kinds of objects, with the fields that it can say. */
function stock(outdir) {
  const app = new App({ outdir });
  forEachApi((namespace) => stockNamespace(app, namespace), stockApi);
  return app;
}

function forEachApi(addNamespace, addApi) {
  const shared = layout === 'one-namespace' ? addNamespace('agents') : undefined;
  for (let index = 0; index < Number(count); index++) {
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

const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
const start = process.hrtime.bigint();
const app = programs[kind](outdir);
app.synth();
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const objects = app.node.findAll().filter((construct) => construct.kind && construct.apiVersion && construct.toJson).length;
rmSync(outdir, { recursive: true });
console.log(JSON.stringify({ seconds, objects }));
