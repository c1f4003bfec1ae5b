import { k8s } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { clusterScoped } from '../../internal/cluster-scoped';

/** A service account, and what its objects are called. */
export interface Account {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

/** Lets an account read in another namespace: a Role there, bound to it. */
export function allowInNamespace(scope: Construct, { name, namespace, labels }: Account, other: string, rules: k8s.PolicyRule[]): void {
  const metadata = { name, namespace: other, labels };
  new k8s.KubeRole(scope, `Role-${other}`, { metadata, rules });
  new k8s.KubeRoleBinding(scope, `RoleBinding-${other}`, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
}

/** Lets an account find the nodes and read their metrics, and nothing else of the cluster. The name begins with the Platform's. */
export function allowNodeMetrics(scope: Construct, { name, namespace, labels }: Account, platform: string): void {
  const metadata = { name: `${platform}-${name}`, labels };
  clusterScoped(new k8s.KubeClusterRole(scope, 'ClusterRole', {
    metadata,
    rules: [
      { apiGroups: [''], resources: ['nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ],
  }));
  clusterScoped(new k8s.KubeClusterRoleBinding(scope, 'ClusterRoleBinding', {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  }));
}
