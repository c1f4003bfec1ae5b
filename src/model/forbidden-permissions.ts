/** What would let a part escape its namespace, whoever asks: read every secret, run code elsewhere, grant itself more. */
export const FORBIDDEN_PERMISSIONS: Record<string, string> = {
  'secrets': 'whoever reads Secrets by the API reads all that the verb allows; mount the one Secret instead',
  'pods/exec': 'it runs commands in other pods',
  'pods/attach': 'it reads and writes other pods\' terminals',
  'pods/portforward': 'it opens paths around the network policies',
  'pods/ephemeralcontainers': 'it runs code in other pods',
  'nodes/proxy': 'it reaches the kubelet',
  'serviceaccounts/token': 'it makes tokens of other identities',
  'persistentvolumes': 'it reaches other tenants\' volumes',
  'roles': 'it could grant itself more',
  'rolebindings': 'it could grant itself more',
  'clusterroles': 'it could grant itself more',
  'clusterrolebindings': 'it could grant itself more',
};

export const WRITING_VERBS = ['create', 'update', 'patch', 'delete'];

/** Resources that may be read but not written: writing them runs code, or opens paths. */
export const READ_ONLY_RESOURCES = [
  'pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'replicationcontrollers', 'configmaps', 'services', 'endpoints',
  'endpointslices', 'ingresses', 'networkpolicies', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations',
];
