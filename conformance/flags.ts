import { LOOPBACK } from './ports';

/** The path of a file in the cluster's folder. */
type PathOf = (name: string) => string;

export function etcdFlags(folder: string, clients: string, peers: string): string[] {
  return [
    ...['--data-dir', folder],
    ...['--listen-client-urls', clients, '--advertise-client-urls', clients],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `default=${peers}`],
    '--unsafe-no-fsync',
    ...['--log-level', 'warn'],
  ];
}

export function apiServerFlags(path: PathOf, etcd: string, port: number): string[] {
  return [
    ...['--etcd-servers', etcd],
    ...['--bind-address', LOOPBACK, '--advertise-address', LOOPBACK, '--secure-port', String(port)],
    ...['--endpoint-reconciler-type', 'none'],
    ...['--cert-dir', path('certs')],
    ...['--service-cluster-ip-range', '10.96.0.0/16'],
    ...['--authorization-mode', 'RBAC', '--token-auth-file', path('tokens.csv')],
    // As in every cluster that runs node agents: what refuses a privileged pod must be the rules of the namespace.
    '--allow-privileged',
    ...['--service-account-issuer', 'https://kubernetes.default.svc'],
    ...['--service-account-key-file', path('sa.key'), '--service-account-signing-key-file', path('sa.key')],
    // A drain and a deletion ask quickly one after the other; fairness between clients is not what is judged.
    '--enable-priority-and-fairness=false',
  ];
}

/** Of whatever talks to the API server: one of each, and as fast as it likes. */
export function clientFlags(kubeconfig: string): string[] {
  return ['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port=0', '--kube-api-qps=300', '--kube-api-burst=600'];
}

export function controllerManagerFlags(path: PathOf): string[] {
  return [
    ...clientFlags(path('kubeconfig')),
    ...['--service-account-private-key-file', path('sa.key'), '--root-ca-file', path('certs/apiserver.crt')],
    // Only how soon a loss is noticed and an HPA decides: both are settings of the cluster, not promises of the manifests.
    '--node-monitor-grace-period=10s',
    '--node-monitor-period=2s',
    '--horizontal-pod-autoscaler-sync-period=3s',
  ];
}
