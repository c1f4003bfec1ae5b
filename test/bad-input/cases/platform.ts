import { AvailabilityZones, Images, ImagesOptions, Mesh, Operator, OperatorDescriptor, OperatorOptions, Platform, PlatformApp, Quota, Retired, SynthReporting } from '../../../src';
import { Cases } from '../case';
import { cluster, isolated, platform, text, Wild, wild } from '../compose';

const custom = (more: Wild<OperatorDescriptor>): Platform => cluster({ operators: [Operator.custom(wild({ name: 'Notes', ...more }))] });
const istio = (options: Wild<OperatorOptions>): Platform => cluster({ operators: [Operator.istio(wild(options))] });

const images = (options: Wild<ImagesOptions>): Platform => platform({ images: Images.of(wild(options)) });

export const platformCases: Cases = {
  'ClusterFacts.nodeCidrs': [
    ['low', () => cluster({ nodeCidrs: [] }), 'production', 'cluster.nodeCidrs', 'Required'],
    ['malformed', () => cluster({ nodeCidrs: ['10.0.0.1'] }), 'production', 'cluster.nodeCidrs[0]', 'Invalid'],
  ],
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
  'ClusterFacts.ingressGateway': [
    ['malformed', () => cluster({ ingressGateway: {} }), 'production', 'cluster.ingressGateway.namespace', 'Required'],
  ],
  'ClusterFacts.ingressGatewayServiceAccount': [
    ['malformed', () => cluster({ ingressGatewayServiceAccount: 'Istio Gateway' }), 'production', 'cluster.ingressGatewayServiceAccount', 'Invalid'],
  ],
  'ClusterFacts.monitoring': [
    ['malformed', () => cluster({ monitoring: 5 }), 'production', 'cluster.monitoring', 'TypeInvalid'],
  ],
  'ClusterFacts.operators': [
    ['malformed', () => cluster({ operators: ['istio'] }), 'production', 'cluster.operators[0]', 'TypeInvalid'],
    ['malformed', () => cluster({ operators: 'Istio' }), 'production', 'cluster.operators', 'TypeInvalid'],
    ['malformed', () => cluster({ operators: [Operator.keda(), Operator.keda()] }), 'production', 'cluster.operators[1]', 'Duplicate'],
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
  'OperatorDescriptor.apiVersions': [
    ['malformed', () => custom({ apiVersions: ['v1'] }), 'production', 'cluster.operators[0].apiVersions[0]', 'Invalid'],
    ['malformed', () => custom({ apiVersions: 'notes.acme.io/v1' }), 'production', 'cluster.operators[0].apiVersions', 'TypeInvalid'],
  ],
  'OperatorDescriptor.docs': [
    ['malformed', () => custom({ docs: '' }), 'production', 'cluster.operators[0].docs', 'Invalid'],
  ],
  'OperatorDescriptor.labels': [
    ['malformed', () => custom({ labels: { 'a b': 'c' } }), 'production', 'cluster.operators[0].labels', 'Invalid'],
  ],
  'OperatorDescriptor.minimumVersion': [
    ['malformed', () => custom({ minimumVersion: 'latest' }), 'production', 'cluster.operators[0].minimumVersion', 'Invalid'],
  ],
  'OperatorDescriptor.name': [
    ['malformed', () => custom({ name: 5 }), 'production', 'cluster.operators[0].name', 'Invalid'],
    ['low', () => custom({ name: '' }), 'production', 'cluster.operators[0].name', 'Invalid'],
    ['high', () => custom({ name: 'a'.repeat(64) }), 'production', 'cluster.operators[0].name', 'Invalid'],
  ],
  'OperatorDescriptor.namespace': [
    ['malformed', () => custom({ namespace: 'Notes System' }), 'production', 'cluster.operators[0].namespace', 'Invalid'],
  ],
  'OperatorDescriptor.podPorts': [
    ['low', () => custom({ podPorts: [0] }), 'production', 'cluster.operators[0].podPorts[0]', 'OutOfRange'],
    ['high', () => custom({ podPorts: [65536] }), 'production', 'cluster.operators[0].podPorts[0]', 'OutOfRange'],
    ['malformed', () => custom({ podPorts: 8000 }), 'production', 'cluster.operators[0].podPorts', 'TypeInvalid'],
  ],
  'OperatorOptions.labels': [
    ['malformed', () => istio({ labels: 'app=istiod' }), 'production', 'cluster.operators[0].labels', 'TypeInvalid'],
  ],
  'OperatorOptions.namespace': [
    ['malformed', () => istio({ namespace: 'Istio System' }), 'production', 'cluster.operators[0].namespace', 'Invalid'],
  ],
  'OperatorOptions.version': [
    ['malformed', () => istio({ version: 'latest' }), 'production', 'cluster.operators[0].version', 'Invalid'],
    ['low', () => cluster({ operators: [Operator.cloudNativePg({ version: '1.27.3' })] }), 'production', 'cluster.operators[0].version', 'OutOfRange'],
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
    ['malformed', () => platform({ images: text }), 'production', 'images', 'TypeInvalid'],
  ],
  'Images.mirror.registry': [
    ['malformed', () => platform({ images: Images.mirror('https://registry.acme.io/') }), 'production', 'images.registry', 'Invalid'],
    ['malformed', () => platform({ images: Images.mirror('') }), 'production', 'images.registry', 'Invalid'],
  ],
  'ImagesOptions.digests': [
    ['malformed', () => images({ digests: { 'ghcr.io/acme/api:1.8.0': 'sha256:abc' } }), 'production', 'images.digests["ghcr.io/acme/api:1.8.0"]', 'Invalid'],
    ['malformed', () => images({ digests: { 'ghcr.io/acme/api': `sha256:${'a'.repeat(64)}` } }), 'production', 'images.digests', 'Invalid'],
    ['malformed', () => images({ digests: text }), 'production', 'images.digests', 'TypeInvalid'],
  ],
  'ImagesOptions.replacements': [
    ['malformed', () => images({ replacements: { traefik: 'registry.acme.io/traefik:3.6.0' } }), 'production', 'images.replacements', 'NotSupported'],
    ['malformed', () => images({ replacements: { haproxy: 'registry.acme.io/haproxy:latest' } }), 'production', 'images.replacements["haproxy"]', 'Invalid'],
    ['malformed', () => images({ replacements: text }), 'production', 'images.replacements', 'TypeInvalid'],
  ],
  'PlatformProps.retired': [
    ['malformed', () => platform({ retired: ['promtail'] }), 'production', 'retired[0]', 'TypeInvalid'],
    ['malformed', () => platform({ retired: 'promtail' }), 'production', 'retired', 'TypeInvalid'],
  ],
  'Retired.accept.name': [
    ['malformed', () => platform({ retired: [Retired.accept('nginx', 'until it is replaced in May')] }), 'production', 'retired[0].name', 'NotSupported'],
    ['malformed', () => platform({ retired: [Retired.accept('batch/v1beta1 CronJob', 'until it is replaced in May')] }), 'production', 'retired[0].name', 'NotSupported'],
  ],
  'Retired.accept.reason': [
    ['malformed', () => platform({ retired: [Retired.accept('promtail', 'later')] }), 'production', 'retired[0].reason', 'Invalid'],
  ],
  'PlatformAppProps.outdir': [
    ['low', () => new PlatformApp({ outdir: '' }), '', 'outdir', 'Invalid'],
    ['malformed', () => new PlatformApp({ outdir: 'undefined/dist' }), '', 'outdir', 'Invalid'],
    ['malformed', () => new PlatformApp({ outdir: 'https://example.com/dist' }), '', 'outdir', 'Invalid'],
  ],
  'PlatformAppProps.platforms': [
    ['low', () => new PlatformApp({ platforms: [] }), '', 'platforms', 'Required'],
    ['malformed', () => new PlatformApp({ platforms: wild('production') }), '', 'platforms', 'TypeInvalid'],
    ['malformed', () => new PlatformApp({ platforms: ['Production'] }), '', 'platforms[0]', 'Invalid'],
    ['malformed', () => new PlatformApp({ platforms: ['production'], reporting: SynthReporting.SILENT }).report(), '', 'platforms[0]', 'NotFound'],
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
