import { TrafficPeer } from '../../../src';
import { Cases } from '../case';
import { api, closed, cluster, connected, connectedApi, external, text, wild } from '../compose';

export const connectionsCases: Cases = {
  'PodLocation.namespace': [
    ['malformed', () => cluster({ dns: { namespace: 'Kube System' } }), 'production', 'cluster.dns.namespace', 'Invalid'],
    ['high', () => cluster({ dns: { namespace: 'a'.repeat(64) } }), 'production', 'cluster.dns.namespace', 'Invalid'],
  ],
  'PodLocation.labels': [
    ['malformed', () => cluster({ dns: { namespace: 'kube-system', labels: { app: 'a b' } } }), 'production', 'cluster.dns.labels.app', 'Invalid'],
    ['malformed', () => cluster({ dns: { namespace: 'kube-system', labels: text } }), 'production', 'cluster.dns.labels', 'TypeInvalid'],
  ],
  'ConnectOptions.credentials': [
    ['malformed', () => connected({ credentials: 'model-api' }), 'production/agents/api', 'connectTo.credentials', 'TypeInvalid'],
  ],
  'ConnectOptions.form': [
    ['malformed', () => connected({ form: 'env' }), 'production/agents/api', 'connectTo.form', 'NotSupported'],
  ],
  'ConnectOptions.container': [
    ['malformed', () => connected({ container: 'Side Car' }), 'production/agents/api', 'connectTo.container', 'Invalid'],
    ['malformed', () => connectedApi({ container: 'proxy' }), 'production/agents/api', 'connectTo.container', 'NotFound'],
  ],
  'ConnectOptions.prefix': [
    ['malformed', () => connected({ prefix: 'model-api' }), 'production/agents/api', 'connectTo.prefix', 'Invalid'],
    ['low', () => connected({ prefix: '' }), 'production/agents/api', 'connectTo.prefix', 'Invalid'],
    ['high', () => connected({ prefix: 'A'.repeat(101) }), 'production/agents/api', 'connectTo.prefix', 'Invalid'],
  ],
  'ConnectionsProps.metadata': [
    ['malformed', () => closed({ metadata: undefined }), 'production/agents/policies', 'metadata', 'Required'],
  ],
  'ConnectionsProps.selector': [
    ['low', () => closed({ selector: {} }), 'production/agents/policies', 'selector', 'Invalid'],
    ['malformed', () => closed({ selector: text }), 'production/agents/policies', 'selector', 'TypeInvalid'],
    ['malformed', () => closed({ selector: { 'my app': 'x' } }), 'production/agents/policies', 'selector', 'Invalid'],
  ],
  'ConnectionsProps.plainPorts': [
    ['low', () => closed({ plainPorts: [0] }), 'production/agents/policies', 'plainPorts[0]', 'OutOfRange'],
    ['high', () => closed({ plainPorts: [65536] }), 'production/agents/policies', 'plainPorts[0]', 'OutOfRange'],
    ['malformed', () => closed({ plainPorts: 9090 }), 'production/agents/policies', 'plainPorts', 'TypeInvalid'],
  ],
  'ConnectionsProps.serviceAccount': [
    ['malformed', () => closed({ serviceAccount: 'My Account' }), 'production/agents/policies', 'serviceAccount', 'Invalid'],
  ],
  'Connections.allowFrom.peer': [
    ['malformed', () => api({}).connections.allowFrom(wild('10.0.0.0/8'), [80]), 'production/agents/api/Default/Connections', 'allowFrom.peer', 'TypeInvalid'],
  ],
  'Connections.allowFrom.ports': [
    ['low', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), []), 'production/agents/api/Default/Connections', 'allowFrom.ports', 'Required'],
    ['low', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), [0]), 'production/agents/api/Default/Connections', 'allowFrom.ports[0]', 'OutOfRange'],
    ['high', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), [65536]), 'production/agents/api/Default/Connections', 'allowFrom.ports[0]', 'OutOfRange'],
    ['malformed', () => api({}).connections.allowFrom(TrafficPeer.publicInternet(), wild(80)), 'production/agents/api/Default/Connections', 'allowFrom.ports', 'TypeInvalid'],
  ],
  'Connections.allowTo.peer': [
    ['malformed', () => api({}).connections.allowTo(wild(undefined), [80]), 'production/agents/api/Default/Connections', 'allowTo.peer', 'Required'],
  ],
  'Connections.allowTo.ports': [
    ['low', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), []), 'production/agents/api/Default/Connections', 'allowTo.ports', 'Required'],
    ['high', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), [65536]), 'production/agents/api/Default/Connections', 'allowTo.ports[0]', 'OutOfRange'],
    ['malformed', () => api({}).connections.allowTo(TrafficPeer.publicInternet(), wild(['http'])), 'production/agents/api/Default/Connections', 'allowTo.ports[0]', 'TypeInvalid'],
  ],
  'Connections.admitScraper.reader': [
    ['malformed', () => api({}).connections.admitScraper(wild('monitoring'), 9090), 'production/agents/api/Default/Connections', 'admitScraper.location', 'TypeInvalid'],
  ],
  'Connections.admitScraper.port': [
    ['low', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, 0), 'production/agents/api/Default/Connections', 'admitScraper.ports[0]', 'OutOfRange'],
    ['high', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, 65536), 'production/agents/api/Default/Connections', 'admitScraper.ports[0]', 'OutOfRange'],
    ['malformed', () => api({}).connections.admitScraper({ namespace: 'monitoring' }, wild('metrics')), 'production/agents/api/Default/Connections', 'admitScraper.ports[0]', 'TypeInvalid'],
  ],
  'TrafficPeer.cidrs.cidrs': [
    ['low', () => external({ addresses: TrafficPeer.cidrs([]) }), 'production/agents/model', 'addresses.cidrs', 'Required'],
    ['high', () => external({ addresses: TrafficPeer.cidrs(['203.0.113.0/33']) }), 'production/agents/model', 'addresses.cidrs[0]', 'Invalid'],
    ['malformed', () => external({ addresses: TrafficPeer.cidrs(wild('203.0.113.0/24')) }), 'production/agents/model', 'addresses.cidrs', 'TypeInvalid'],
    ['malformed', () => external({ addresses: TrafficPeer.cidrs([wild(5)]) }), 'production/agents/model', 'addresses.cidrs[0]', 'Invalid'],
  ],
  'TrafficPeer.pods.location': [
    ['malformed', () => external({ addresses: TrafficPeer.pods({ namespace: 'Not A Name' }) }), 'production/agents/model', 'addresses.location.namespace', 'Invalid'],
    ['malformed', () => external({ addresses: TrafficPeer.pods(wild(undefined)) }), 'production/agents/model', 'addresses.location', 'Required'],
  ],
};
