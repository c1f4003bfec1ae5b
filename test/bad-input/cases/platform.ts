import { AvailabilityZones, Mesh, PlatformApp, Quota } from '../../../src';
import { Cases } from '../case';
import { cluster, isolated, platform, text, wild } from '../compose';

export const platformCases: Cases = {
  'ClusterFacts.apiServerCidrs': [
    ['low', () => cluster({ apiServerCidrs: [] }), 'production', 'cluster.apiServerCidrs', 'Required'],
    ['malformed', () => cluster({ apiServerCidrs: ['10.0.0.1'] }), 'production', 'cluster.apiServerCidrs[0]', 'Invalid'],
    ['malformed', () => cluster({ apiServerCidrs: '10.0.0.0/8' }), 'production', 'cluster.apiServerCidrs', 'TypeInvalid'],
  ],
  'ClusterFacts.apiServerPorts': [
    ['low', () => cluster({ apiServerPorts: [0] }), 'production', 'cluster.apiServerPorts[0]', 'OutOfRange'],
    ['high', () => cluster({ apiServerPorts: [443, 65536] }), 'production', 'cluster.apiServerPorts[1]', 'OutOfRange'],
    ['malformed', () => cluster({ apiServerPorts: 443 }), 'production', 'cluster.apiServerPorts', 'TypeInvalid'],
  ],
  'ClusterFacts.clusterDomain': [
    ['malformed', () => cluster({ clusterDomain: '.local' }), 'production', 'cluster.clusterDomain', 'Invalid'],
  ],
  'ClusterFacts.dns': [
    ['malformed', () => cluster({ dns: 'kube-system' }), 'production', 'cluster.dns', 'TypeInvalid'],
  ],
  'ClusterFacts.dnsPorts': [
    ['low', () => cluster({ dnsPorts: [] }), 'production', 'cluster.dnsPorts', 'Required'],
    ['low', () => cluster({ dnsPorts: [0] }), 'production', 'cluster.dnsPorts[0]', 'OutOfRange'],
    ['high', () => cluster({ dnsPorts: [65536] }), 'production', 'cluster.dnsPorts[0]', 'OutOfRange'],
    ['malformed', () => cluster({ dnsPorts: 53 }), 'production', 'cluster.dnsPorts', 'TypeInvalid'],
  ],
  'ClusterFacts.dnsCache': [
    ['malformed', () => cluster({ dnsCache: { namespace: 'Kube System' } }), 'production', 'cluster.dnsCache.namespace', 'Invalid'],
  ],
  'ClusterFacts.dnsCidrs': [
    ['malformed', () => cluster({ dnsCidrs: ['169.254.20.10'] }), 'production', 'cluster.dnsCidrs[0]', 'Invalid'],
    ['malformed', () => cluster({ dnsCidrs: '169.254.20.10/32' }), 'production', 'cluster.dnsCidrs', 'TypeInvalid'],
  ],
  'ClusterFacts.istiod': [
    ['malformed', () => cluster({ istiod: { namespace: '' } }), 'production', 'cluster.istiod.namespace', 'Invalid'],
  ],
  'ClusterFacts.ingressGateway': [
    ['malformed', () => cluster({ ingressGateway: {} }), 'production', 'cluster.ingressGateway.namespace', 'Required'],
  ],
  'ClusterFacts.ingressGatewayServiceAccount': [
    ['malformed', () => cluster({ ingressGatewayServiceAccount: 'Istio Gateway' }), 'production', 'cluster.ingressGatewayServiceAccount', 'Invalid'],
  ],
  'ClusterFacts.monitoring': [
    ['malformed', () => cluster({ monitoring: 5 }), 'production', 'cluster.monitoring', 'TypeInvalid'],
  ],
  'ClusterFacts.cloudNativePg': [
    ['malformed', () => cluster({ cloudNativePg: [] }), 'production', 'cluster.cloudNativePg', 'TypeInvalid'],
  ],
  'ClusterFacts.operators': [
    ['malformed', () => cluster({ operators: ['istio'] }), 'production', 'cluster.operators[0]', 'NotSupported'],
    ['malformed', () => cluster({ operators: 'Istio' }), 'production', 'cluster.operators', 'TypeInvalid'],
  ],
  'ClusterFacts.securityContextConstraints': [
    ['malformed', () => cluster({ securityContextConstraints: 'Not A Name' }), 'production', 'cluster.securityContextConstraints', 'Invalid'],
  ],
  'ComputedQuotaOptions.headroom': [
    ['low', () => isolated({ quota: Quota.computed({ headroom: -1 }) }), 'production/agents', 'quota.headroom', 'OutOfRange'],
    ['high', () => isolated({ quota: Quota.computed({ headroom: 501 }) }), 'production/agents', 'quota.headroom', 'OutOfRange'],
    ['malformed', () => isolated({ quota: Quota.computed({ headroom: NaN }) }), 'production/agents', 'quota.headroom', 'TypeInvalid'],
  ],
  'IstioMeshOptions.revision': [
    ['malformed', () => platform({ mesh: Mesh.istio({ revision: '1.29' }) }), 'production', 'mesh.revision', 'Invalid'],
  ],
  'NamespaceProps.name': [
    ['malformed', () => isolated({ name: 'My Agents' }), 'production/agents', 'name', 'Invalid'],
    ['low', () => isolated({ name: '' }), 'production/agents', 'name', 'Invalid'],
    ['high', () => isolated({ name: 'a'.repeat(64) }), 'production/agents', 'name', 'Invalid'],
  ],
  'NamespaceProps.networkZone': [
    ['malformed', () => isolated({ networkZone: 'dmz2' }), 'production/agents', 'networkZone', 'NotSupported'],
  ],
  'NamespaceProps.podSecurity': [
    ['malformed', () => isolated({ podSecurity: 'strict' }), 'production/agents', 'podSecurity', 'NotSupported'],
  ],
  'NamespaceProps.quota': [
    ['malformed', () => isolated({ quota: 20 }), 'production/agents', 'quota', 'TypeInvalid'],
  ],
  'Owner.team': [
    ['malformed', () => platform({ owner: { team: 'agents@acme.io' } }), 'production', 'owner.team', 'Invalid'],
    ['low', () => platform({ owner: { team: '' } }), 'production', 'owner.team', 'Invalid'],
    ['high', () => platform({ owner: { team: 'a'.repeat(64) } }), 'production', 'owner.team', 'Invalid'],
  ],
  'Owner.email': [
    ['malformed', () => platform({ owner: { team: 'agents', email: 'agents' } }), 'production', 'owner.email', 'Invalid'],
  ],
  'PlatformProps.environment': [
    ['malformed', () => platform({ environment: 'production' }), 'production', 'environment', 'TypeInvalid'],
  ],
  'PlatformProps.mesh': [
    ['malformed', () => platform({ mesh: 'istio' }), 'production', 'mesh', 'TypeInvalid'],
  ],
  'PlatformProps.securityProfile': [
    ['malformed', () => platform({ securityProfile: 'hardened' }), 'production', 'securityProfile', 'TypeInvalid'],
  ],
  'PlatformProps.cluster': [
    ['malformed', () => platform({ cluster: {} }), 'production', 'cluster', 'TypeInvalid'],
  ],
  'PlatformProps.zones': [
    ['malformed', () => platform({ zones: 3 }), 'production', 'zones', 'TypeInvalid'],
  ],
  'PlatformProps.owner': [
    ['malformed', () => platform({ owner: 'agents' }), 'production', 'owner', 'TypeInvalid'],
  ],
  'PlatformProps.images': [
    ['malformed', () => platform({ images: { 'ghcr.io/acme/api:1.8.0': 'sha256:abc' } }), 'production', 'images["ghcr.io/acme/api:1.8.0"]', 'Invalid'],
    ['malformed', () => platform({ images: { 'ghcr.io/acme/api': `sha256:${'a'.repeat(64)}` } }), 'production', 'images', 'Invalid'],
    ['malformed', () => platform({ images: text }), 'production', 'images', 'TypeInvalid'],
  ],
  'PlatformAppProps.outdir': [
    ['low', () => new PlatformApp({ outdir: '' }), '', 'outdir', 'Invalid'],
    ['malformed', () => new PlatformApp({ outdir: 'undefined/dist' }), '', 'outdir', 'Invalid'],
    ['malformed', () => new PlatformApp({ outdir: 'https://example.com/dist' }), '', 'outdir', 'Invalid'],
  ],
  'PlatformAppProps.reporting': [
    ['malformed', () => new PlatformApp({ reporting: wild('loud') }), '', 'reporting', 'NotSupported'],
  ],
  'RequiredZonesOptions.zones': [
    ['low', () => platform({ zones: AvailabilityZones.required({ zones: 1 }) }), 'production', 'zones.zones', 'OutOfRange'],
    ['high', () => platform({ zones: AvailabilityZones.required({ zones: 11 }) }), 'production', 'zones.zones', 'OutOfRange'],
    ['malformed', () => platform({ zones: AvailabilityZones.required({ zones: wild('3') }) }), 'production', 'zones.zones', 'TypeInvalid'],
  ],
};
