import { Json } from './kubectl';

export const ZONES = ['zone-a', 'zone-b', 'zone-c'];
const NODES_PER_ZONE = 3;
const ZONE_LABEL = 'topology.kubernetes.io/zone';

export const zoneOf = (node: string) => node.slice(0, 'zone-a'.length);
export const zoneSelector = (zone: string) => `${ZONE_LABEL}=${zone}`;

/** Nine large machines in three zones: many examples share them. */
export function nodes(): Json[] {
  const size = { 'cpu': '64', 'memory': '256Gi', 'ephemeral-storage': '2Ti', 'pods': '250' };
  return ZONES.flatMap((zone) =>
    Array.from({ length: NODES_PER_ZONE }, (_, index) => {
      const name = `${zone}-${index + 1}`;
      const labels = {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': 'region',
        [ZONE_LABEL]: zone,
      };
      return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, status: { capacity: size, allocatable: size } };
    }),
  );
}

/** A driver that needs no attaching: no controller of it runs here. */
const DRIVER = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name: 'disk.conformance' },
  spec: { attachRequired: false },
};

function storageClass(name: string, isDefault: boolean): Json {
  return {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
}

/** A disk of a cloud lives in one zone, and a pod that uses it can only run there. A file system that many nodes mount has no zone. */
function volume(name: string, storageClassName: string, zone?: string): Json {
  const inZone = { matchExpressions: [{ key: ZONE_LABEL, operator: 'In', values: [zone] }] };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '16Ti' },
      accessModes: [zone ? 'ReadWriteOnce' : 'ReadWriteMany'],
      storageClassName,
      persistentVolumeReclaimPolicy: 'Retain',
      csi: { driver: DRIVER.metadata.name, volumeHandle: name },
      ...(zone ? { nodeAffinity: { required: { nodeSelectorTerms: [inZone] } } } : {}),
    },
  };
}

export const DEFAULT_CLASS = 'zonal';

/** What claims of one storage class ask for: volumes of one node each, and volumes that many nodes mount. */
export interface Claims {
  readonly ofOneNode: number;
  readonly shared: number;
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

/** So many volumes in each zone for each storage class, and those without a zone: made beforehand, because nothing provisions them. */
export function storage(claimsByClass: Map<string, Claims>): Json[] {
  const classes = [...new Set([DEFAULT_CLASS, ...claimsByClass.keys()])];
  return [
    DRIVER,
    ...classes.map((name) => storageClass(name, name === DEFAULT_CLASS)),
    ...[...claimsByClass].flatMap(([name, { ofOneNode, shared }]) => [
      ...ZONES.flatMap((zone) => times(ofOneNode, (index) => volume(`${name}-${zone}-${index}`, name, zone))),
      ...times(shared, (index) => volume(`${name}-shared-${index}`, name)),
    ]),
  ];
}
