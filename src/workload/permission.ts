import { k8s } from 'cdk8s-plus-29';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { FORBIDDEN_PERMISSIONS, READ_ONLY_RESOURCES, WRITING_VERBS } from '../model/forbidden-permissions';

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
const NAME = /^[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/;

/** What a part may do through the Kubernetes API in its own namespace. */
export class Permission {
  /** Names groups, resources and verbs. Wildcards are refused, and so is what would let the part escape its namespace. */
  public static of(options: PermissionOptions): Permission {
    return new Permission(frozen(options));
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
    guard.list('resourceNames', resourceNames ?? [], 0, 'leave it out for every object').forEach((name, index) => guard.objectName(`resourceNames[${index}]`, name));
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
  if (FORBIDDEN_PERMISSIONS[resource]) {
    guard.fail(prop, resource, 'a resource that keeps the part inside its own namespace', FORBIDDEN_PERMISSIONS[resource]);
  }
  if (READ_ONLY_RESOURCES.includes(resource) && Array.isArray(verbs) && verbs.some((verb) => WRITING_VERBS.includes(verb))) {
    guard.fail(prop, `${resource} with ${verbs.join(', ')}`, 'read only (get, list, watch)',
      'writing it runs code or opens paths; let an operator with its own custom resource do it');
  }
}
