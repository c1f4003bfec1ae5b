import { k8s } from 'cdk8s-plus-29';
import { Guard } from '../internal/guard';

/** Options of `Permission.of`. */
export interface PermissionOptions {
  /** API groups, such as `batch`; the core group is the empty string. No wildcards. */
  readonly apiGroups: string[];
  /** Resources in the plural, such as `jobs` or `jobs/status`. No wildcards. */
  readonly resources: string[];
  /** Verbs: `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`. No wildcards. */
  readonly verbs: string[];
  /**
   * Names that the permission is limited to. `create`, `list` and `watch` cannot be limited so.
   *
   * @default - every object of the namespace
   */
  readonly resourceNames?: string[];
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const WRITES = ['create', 'update', 'patch', 'delete'];
const NAME = /^[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/;

/** What would let a part leave its walls, whoever asks: read every secret, run code elsewhere, grant itself more. */
const NEVER: Record<string, string> = {
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

/** Resources that may be read but not written: writing them runs code, or opens paths. */
const READ_ONLY = ['pods', 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'replicationcontrollers', 'configmaps', 'services', 'endpoints',
  'endpointslices', 'ingresses', 'networkpolicies', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations'];

/** What a part may do through the Kubernetes API in its own namespace. */
export class Permission {
  /** Names groups, resources and verbs. Wildcards are refused, and so is what would let the part leave its walls. */
  public static of(options: PermissionOptions): Permission {
    return new Permission(options);
  }

  private constructor(private readonly options: PermissionOptions) {}

  /** @internal */
  public _validate(guard: Guard): void {
    const { apiGroups, resources, verbs, resourceNames } = guard.struct('permission', this.options);
    guard.list('apiGroups', apiGroups, 1, 'the core group is the empty string').forEach((group, index) =>
      group === '' || checkName(guard, `apiGroups[${index}]`, group, 'an API group'));
    guard.list('resources', resources, 1, 'name them').forEach((resource, index) => {
      checkName(guard, `resources[${index}]`, resource, 'a resource in the plural');
      refuseDangerous(guard, `resources[${index}]`, resource, verbs);
    });
    guard.list('verbs', verbs, 1, 'name them').forEach((verb, index) => guard.oneOf(`verbs[${index}]`, verb, VERBS, 'wildcards grant what nobody has thought of'));
    resourceNames?.forEach((name, index) => guard.objectName(`resourceNames[${index}]`, name));
  }

  /** @internal */
  public _toRule(): k8s.PolicyRule {
    const { apiGroups, resources, verbs, resourceNames } = this.options;
    return { apiGroups, resources, verbs, resourceNames };
  }
}

function checkName(guard: Guard, prop: string, name: string, what: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    guard.fail(prop, name, `${what}, without wildcards`, 'name exactly what the program calls');
  }
}

function refuseDangerous(guard: Guard, prop: string, resource: string, verbs: string[]): void {
  if (NEVER[resource]) {
    guard.fail(prop, resource, 'a resource that keeps the part within its walls', NEVER[resource]);
  }
  if (READ_ONLY.includes(resource) && Array.isArray(verbs) && verbs.some((verb) => WRITES.includes(verb))) {
    guard.fail(prop, `${resource} with ${verbs.join(', ')}`, 'read only (get, list, watch)',
      'writing it runs code or opens paths; let an operator with its own custom resource do it');
  }
}
