/**
 * After a node was away its pods stay "not ready" until their kubelet reports again; kwok's own stages
 * know only pods that start, so this one says it for pods that are still running.
 */
export const POD_READY_AGAIN = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-ready-again' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: {
      matchExpressions: [
        { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' },
        { key: '.status.phase', operator: 'In', values: ['Running'] },
        { key: '.status.conditions.[] | select( .type == "Ready" ) | .status', operator: 'In', values: ['False'] },
      ],
    },
    next: {
      statusTemplate:
        '{{ $now := Now }}\nconditions:\n- lastTransitionTime: {{ $now | Quote }}\n  status: "True"\n  type: Ready\n',
    },
  },
};

/**
 * Stopping a pod takes a kubelet some time. kwok's own stage takes none, so that a StatefulSet can have made a pod of the same name before
 * the controller of budgets has seen the eviction, which then counts the new pod as disrupted for two minutes (see checks/settled.ts).
 */
export const POD_DELETE = {
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name: 'pod-delete' },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: { matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }] },
    delay: { durationMilliseconds: 2000 },
    next: { delete: true },
  },
};
