import { RetiredEntry } from './retired-entry';

const GUIDE = 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/';

type Removed = [apiVersion: string, kinds: string[], release: string, successor: string];

/** What API servers no longer serve, by the release that ended it. */
const REMOVED: Removed[] = [
  ['extensions/v1beta1', ['DaemonSet', 'Deployment', 'ReplicaSet'], '1.16', 'apps/v1'],
  ['extensions/v1beta1', ['NetworkPolicy'], '1.16', 'networking.k8s.io/v1'],
  ['extensions/v1beta1', ['PodSecurityPolicy'], '1.16', 'the labels of Pod Security Admission'],
  ['apps/v1beta1', ['Deployment', 'StatefulSet'], '1.16', 'apps/v1'],
  ['apps/v1beta2', ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'], '1.16', 'apps/v1'],
  ['admissionregistration.k8s.io/v1beta1', ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'], '1.22', 'admissionregistration.k8s.io/v1'],
  ['apiextensions.k8s.io/v1beta1', ['CustomResourceDefinition'], '1.22', 'apiextensions.k8s.io/v1'],
  ['apiregistration.k8s.io/v1beta1', ['APIService'], '1.22', 'apiregistration.k8s.io/v1'],
  ['certificates.k8s.io/v1beta1', ['CertificateSigningRequest'], '1.22', 'certificates.k8s.io/v1'],
  ['coordination.k8s.io/v1beta1', ['Lease'], '1.22', 'coordination.k8s.io/v1'],
  ['extensions/v1beta1', ['Ingress'], '1.22', 'networking.k8s.io/v1'],
  ['networking.k8s.io/v1beta1', ['Ingress', 'IngressClass'], '1.22', 'networking.k8s.io/v1'],
  ['rbac.authorization.k8s.io/v1beta1', ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'], '1.22', 'rbac.authorization.k8s.io/v1'],
  ['scheduling.k8s.io/v1beta1', ['PriorityClass'], '1.22', 'scheduling.k8s.io/v1'],
  ['storage.k8s.io/v1beta1', ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'], '1.22', 'storage.k8s.io/v1'],
  ['batch/v1beta1', ['CronJob'], '1.25', 'batch/v1'],
  ['discovery.k8s.io/v1beta1', ['EndpointSlice'], '1.25', 'discovery.k8s.io/v1'],
  ['events.k8s.io/v1beta1', ['Event'], '1.25', 'events.k8s.io/v1'],
  ['autoscaling/v2beta1', ['HorizontalPodAutoscaler'], '1.25', 'autoscaling/v2'],
  ['policy/v1beta1', ['PodDisruptionBudget'], '1.25', 'policy/v1'],
  ['policy/v1beta1', ['PodSecurityPolicy'], '1.25', 'the labels of Pod Security Admission'],
  ['node.k8s.io/v1beta1', ['RuntimeClass'], '1.25', 'node.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta1', ['FlowSchema', 'PriorityLevelConfiguration'], '1.26', 'flowcontrol.apiserver.k8s.io/v1'],
  ['autoscaling/v2beta2', ['HorizontalPodAutoscaler'], '1.26', 'autoscaling/v2'],
  ['storage.k8s.io/v1beta1', ['CSIStorageCapacity'], '1.27', 'storage.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta2', ['FlowSchema', 'PriorityLevelConfiguration'], '1.29', 'flowcontrol.apiserver.k8s.io/v1'],
  ['flowcontrol.apiserver.k8s.io/v1beta3', ['FlowSchema', 'PriorityLevelConfiguration'], '1.32', 'flowcontrol.apiserver.k8s.io/v1'],
];

export const REMOVED_API_VERSIONS: RetiredEntry[] = REMOVED.map(([apiVersion, kinds, release, successor]) => ({
  name: `${apiVersion} ${kinds.join(', ')}`,
  fate: `is not served since Kubernetes ${release}`,
  successor,
  source: GUIDE,
  found: { apiVersion, kinds },
  refused: true,
}));

/** Versions of custom resources that current operators no longer serve: whether the cluster still does, only its owner knows. */
export const RETIRED_CUSTOM_RESOURCES: RetiredEntry[] = [
  {
    name: 'external-secrets.io/v1beta1',
    fate: 'is not served by current versions of External Secrets',
    successor: 'external-secrets.io/v1',
    source: 'https://external-secrets.io/latest/',
    found: { apiVersion: 'external-secrets.io/v1beta1' },
  },
  {
    name: 'kafka.strimzi.io/v1beta2',
    fate: 'is not served since Strimzi 1.0, which runs Kafka without ZooKeeper',
    successor: 'kafka.strimzi.io/v1 with KafkaNodePool',
    source: 'https://strimzi.io/documentation/',
    found: { apiVersion: 'kafka.strimzi.io/v1beta2' },
  },
  {
    name: 'opensearch.opster.io/v1',
    fate: 'is deprecated: the OpenSearch operator moved to another API group',
    successor: 'opensearch.org/v1',
    source: 'https://github.com/opensearch-project/opensearch-k8s-operator',
    found: { apiVersion: 'opensearch.opster.io/v1' },
  },
  {
    name: 'jaegertracing.io/v1',
    fate: 'runs Jaeger 1, which ended in December 2025',
    successor: 'Jaeger 2 by the OpenTelemetry operator',
    source: 'https://www.jaegertracing.io/docs/',
    found: { apiVersion: 'jaegertracing.io/v1' },
  },
];
