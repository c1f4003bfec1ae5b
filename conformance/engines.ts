import { existsSync, readFileSync } from 'fs';
import { homedir } from 'os';
import { join } from 'path';

const FOLDER = join(__dirname, 'engines');
const CACHE =
  process.env.ENGINES_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-agent-platform', 'engines');

/** The version of a module as the engine's go.mod requires it: the one place where it is written. */
function goVersion(folder: string, module: string): string {
  const text = readFileSync(join(FOLDER, folder, 'go.mod'), 'utf8');
  const found = new RegExp(`^(?:require)?\\s+${module.replace(/[.]/g, '\\.')} (\\S+)`, 'm').exec(
    text.replace(/^require /gm, 'require\t'),
  );
  if (!found) throw new Error(`engines/${folder}/go.mod requires no ${module}`);
  return found[1];
}

function tool(key: string, binary: string): string {
  const path = join(CACHE, key, binary);
  if (!existsSync(path)) throw new Error(`${binary} (${key}) is not built: run conformance/engines/build.sh`);
  return path;
}

/** Whether an engine was built: a build within a budget may not have reached it. */
export function isBuilt(engine: () => string): boolean {
  try {
    return Boolean(engine());
  } catch {
    return false;
  }
}

const kubernetes = (folder: string) => `kubernetes-${goVersion(folder, 'k8s.io/kubernetes')}`;

/** The Kubernetes versions that judge. Only the newest schedules; the oldest admits and compares. */
export const VERSIONS = { newest: 'kubernetes-1.36', oldest: 'kubernetes-1.31' } as const;
export type Version = keyof typeof VERSIONS;

export const kubernetesVersion = (version: Version) => goVersion(VERSIONS[version], 'k8s.io/kubernetes');

const OPERATOR = `prometheus-operator-${goVersion('prometheus-operator', 'github.com/prometheus-operator/prometheus-operator')}`;

export const engines = {
  etcd: () => tool(`etcd-${goVersion('etcd', 'go.etcd.io/etcd/server/v3')}`, 'etcd'),
  apiServer: (version: Version) => tool(kubernetes(VERSIONS[version]), 'kube-apiserver'),
  controllerManager: () => tool(kubernetes(VERSIONS.newest), 'kube-controller-manager'),
  scheduler: () => tool(kubernetes(VERSIONS.newest), 'kube-scheduler'),
  kubectl: () => tool(kubernetes(VERSIONS.newest), 'kubectl'),
  kwok: () => tool(`kwok-${goVersion('kwok', 'sigs.k8s.io/kwok')}`, 'kwok'),
  kwokStages: () => tool(`kwok-${goVersion('kwok', 'sigs.k8s.io/kwok')}`, 'stages'),
  leaseCandidate: () => tool(`lease-candidate-${goVersion('lease-candidate', 'k8s.io/client-go')}`, 'lease-candidate'),
  kubeScore: () => tool(`kube-score-${goVersion('kube-score', 'github.com/zegl/kube-score')}`, 'kube-score'),
  istioctl: () => tool(`istioctl-${goVersion('istioctl', 'istio.io/istio')}`, 'istioctl'),
  promtool: () => tool(`promtool-${goVersion('promtool', 'github.com/prometheus/prometheus')}`, 'promtool'),
  prometheus: () => tool(`prometheus-${goVersion('promtool', 'github.com/prometheus/prometheus')}`, 'prometheus'),
  prometheusOperator: () => tool(OPERATOR, 'operator'),
  prometheusOperatorCrds: () => tool(OPERATOR, 'crds'),
  weed: () => tool(`seaweedfs-${goVersion('seaweedfs', 'github.com/seaweedfs/seaweedfs')}`, 'weed'),
  gator: () => tool(`gator-${goVersion('gator', 'github.com/open-policy-agent/gatekeeper/v3')}`, 'gator'),
  kyverno: () => tool(`kyverno-${goVersion('kyverno', 'github.com/kyverno/kyverno')}`, 'kyverno'),
  checkov: () => tool(`checkov-${readFileSync(join(FOLDER, 'checkov.version'), 'utf8').trim()}`, 'checkov'),
};
