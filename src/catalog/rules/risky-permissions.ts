import { Json } from './manifest';

/** Resources whose verbs reach beyond the program that holds them. */
interface RiskyResources {
  /** Names of resources by their API group; the core group is the empty string. */
  readonly resources: Record<string, string[]>;
  /** Whether reading them is risky too. */
  readonly evenReading?: true;
  readonly reason: string;
}

const READING_VERBS = ['get', 'list', 'watch'];
/** Verbs with which a holder gives itself, or becomes, more than it was given. */
const GRANTING_VERBS = ['bind', 'escalate', 'impersonate'];

const RISKY: RiskyResources[] = [
  { evenReading: true, resources: { '': ['secrets'] }, reason: 'it reads every Secret that the verb reaches; mount the one Secret instead' },
  {
    evenReading: true, resources: { '': ['pods/exec', 'pods/attach', 'pods/ephemeralcontainers'] },
    reason: 'it runs commands in other pods',
  },
  {
    evenReading: true, resources: { '': ['pods/portforward', 'pods/proxy', 'services/proxy'] },
    reason: 'it reaches pods through the API server, around the network policies',
  },
  { evenReading: true, resources: { '': ['nodes/proxy'] }, reason: 'it reaches the kubelet, which runs commands in any pod' },
  { evenReading: true, resources: { '': ['serviceaccounts/token'] }, reason: 'it creates tokens of other identities' },
  { evenReading: true, resources: { '': ['persistentvolumes'] }, reason: 'it reaches the volumes of other tenants' },
  {
    evenReading: true, resources: { 'certificates.k8s.io': ['certificatesigningrequests/approval'] },
    reason: 'it approves certificates of any identity',
  },
  {
    resources: {
      '': ['pods', 'replicationcontrollers'],
      'apps': ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
      'batch': ['jobs', 'cronjobs'],
      'argoproj.io': ['workflows', 'cronworkflows', 'workflowtemplates', 'rollouts', 'applications', 'applicationsets'],
      'serving.knative.dev': ['services', 'configurations'],
      'keda.sh': ['scaledjobs'],
    },
    reason: 'it can run any image with any Secret of the namespace',
  },
  { resources: { '': ['configmaps'] }, reason: 'it changes the configuration of other programs' },
  { resources: { '': ['serviceaccounts'] }, reason: 'it changes which cloud identity other programs have' },
  {
    resources: {
      '': ['services', 'endpoints'],
      'discovery.k8s.io': ['endpointslices'],
      'networking.k8s.io': ['ingresses', 'networkpolicies'],
      'policy.networking.k8s.io': ['adminnetworkpolicies', 'baselineadminnetworkpolicies'],
      'cilium.io': ['ciliumnetworkpolicies', 'ciliumclusterwidenetworkpolicies'],
      'projectcalico.org': ['networkpolicies', 'globalnetworkpolicies'],
      'crd.projectcalico.org': ['networkpolicies', 'globalnetworkpolicies'],
      'gateway.networking.k8s.io': ['gateways', 'httproutes', 'grpcroutes', 'tcproutes', 'tlsroutes', 'udproutes', 'referencegrants'],
    },
    reason: 'it opens or redirects traffic of other programs',
  },
  {
    resources: {
      'networking.istio.io': [
        'envoyfilters', 'virtualservices', 'destinationrules', 'gateways', 'serviceentries', 'sidecars', 'workloadentries', 'workloadgroups', 'proxyconfigs',
      ],
      'security.istio.io': ['authorizationpolicies', 'peerauthentications', 'requestauthentications'],
      'extensions.istio.io': ['wasmplugins'],
    },
    reason: 'it changes who may call whom in the mesh, or what its proxies do',
  },
  {
    resources: {
      'external-secrets.io': ['externalsecrets', 'clusterexternalsecrets', 'secretstores', 'clustersecretstores', 'pushsecrets'],
      'secrets-store.csi.x-k8s.io': ['secretproviderclasses'],
      'secrets.infisical.com': ['infisicalsecrets'],
      'bitnami.com': ['sealedsecrets'],
    },
    reason: 'it lets the operator fetch or replace any Secret of the namespace',
  },
  {
    resources: { 'rbac.authorization.k8s.io': ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'] },
    reason: 'it changes what it and others are allowed to do',
  },
  {
    resources: {
      '': ['namespaces', 'nodes', 'resourcequotas', 'limitranges'],
      'admissionregistration.k8s.io': [
        'validatingwebhookconfigurations', 'mutatingwebhookconfigurations', 'validatingadmissionpolicies', 'validatingadmissionpolicybindings',
      ],
      'apiextensions.k8s.io': ['customresourcedefinitions'],
      'apiregistration.k8s.io': ['apiservices'],
    },
    reason: 'it changes limits and checks that apply to the whole cluster',
  },
];

/** The annotation of a Role that records the accepted risks: `<resource>.<group>: <reason>`, one a line. */
export const ACCEPTED_RISKS = 'cdk8s-agent-platform.dev/accepted-risks';

/** What a rule of a Role grants that is too wide. */
export interface RiskyGrant {
  /** `create, patch jobs.batch`. */
  readonly grant: string;
  /** The resource and its group as an accepted risk names them; nothing where the grant cannot be accepted. */
  readonly resource?: string;
  readonly reason: string;
}

/** `jobs.batch`; resources of the core group stand alone, as kubectl writes them. */
export function qualified(group: string, resource: string): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** The qualified names of all resources that are risky to read, or only to write. */
export function riskyNames(evenReading: boolean): string[] {
  return RISKY.filter((risk) => (risk.evenReading ?? false) === evenReading).flatMap(({ resources }) =>
    Object.entries(resources).flatMap(([group, names]) => names.map((name) => qualified(group, name))));
}

const REASONS = new Map(RISKY.flatMap((risk) => Object.entries(risk.resources).flatMap(([group, names]) =>
  names.map((name): [string, RiskyResources] => [qualified(group, name), risk]))));

/** What is too wide in one rule of a Role. */
export function riskyGrants({ apiGroups = [], resources = [], verbs = [], nonResourceURLs = [] }: Json): RiskyGrant[] {
  const wildcards = [...apiGroups, ...resources, ...verbs, ...nonResourceURLs].filter((name: string) => name === '*' || name.startsWith('*/'));
  const granting = verbs.filter((verb: string) => GRANTING_VERBS.includes(verb));
  const writing = verbs.filter((verb: string) => !READING_VERBS.includes(verb));
  const names: string[] = apiGroups.flatMap((group: string) => resources.map((resource: string) => qualified(group, resource)));
  return [
    ...wildcards.slice(0, 1).map(() => ({ grant: 'a wildcard', reason: 'it also grants what is added to the API later' })),
    ...granting.map((verb: string) => ({ grant: `the verb ${verb}`, reason: 'its holder can extend its own permissions' })),
    ...[...new Set(names)].flatMap((resource) => {
      const risk = REASONS.get(resource);
      const used = risk?.evenReading ? verbs : writing;
      return risk && used.length > 0 ? [{ grant: `${used.join(', ')} ${resource}`, resource, reason: risk.reason }] : [];
    }),
  ];
}

/** The resources whose risk the annotations of a Role accept with a reason. */
export function acceptedRisks({ annotations }: Json): string[] {
  const lines: string[] = `${annotations?.[ACCEPTED_RISKS] ?? ''}`.split('\n');
  return lines.filter((line) => /^\S+: \S/.test(line)).map((line) => line.split(': ')[0]);
}

export const NEVER_GRANTED = { verbs: ['*', ...GRANTING_VERBS], reading: READING_VERBS };
