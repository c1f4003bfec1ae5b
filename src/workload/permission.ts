import { k8s } from 'cdk8s-plus-29';
import { riskyGrants, RiskyGrant } from '../catalog/rules/risky-permissions';
import { frozen } from '../internal/frozen';
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
  /**
   * Why something risky is granted on purpose, in one line: creating Jobs, for example, runs any image with any Secret of the namespace.
   * The Role carries it in the annotation `cdk8s-agent-platform.dev/accepted-risks`, where reviewers and the policy bundle see it.
   *
   * @default - nothing risky can be granted
   */
  readonly acceptedRisk?: string;
}

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
const NAME = /^[a-z0-9]([-a-z0-9./]*[a-z0-9])?$/;

/** What a workload may do through the Kubernetes API in its own namespace. */
export class Permission {
  /**
   * Names groups, resources and verbs. Wildcards are refused; what reaches into other programs or out of the namespace needs `acceptedRisk`.
   */
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
    });
    guard.list('verbs', verbs, 1, 'name them').forEach((verb, index) => guard.oneOf(`verbs[${index}]`, verb, VERBS, 'wildcards also grant access that you did not intend'));
    guard.list('resourceNames', resourceNames ?? [], 0, 'leave it out for every object').forEach((name, index) => guard.objectName(`resourceNames[${index}]`, name));
    this.validateRisk(guard);
  }

  /** @internal */
  public _toRule(): k8s.PolicyRule {
    const { apiGroups, resources, verbs, resourceNames } = this.options;
    return { apiGroups, resources, verbs, resourceNames };
  }

  /** @internal */
  public get _acceptedRisks(): string[] {
    return this.risks.map(({ resource }) => `${resource}: ${this.options.acceptedRisk}`);
  }

  private get risks(): RiskyGrant[] {
    return riskyGrants(this.options);
  }

  private validateRisk(guard: Guard): void {
    const { acceptedRisk, resources } = this.options;
    const [risk] = this.risks;
    if (acceptedRisk === undefined && risk) {
      const index = resources.findIndex((resource) => risk.resource === resource || risk.resource!.startsWith(`${resource}.`));
      guard.fail(`resources[${index}]`, risk.grant, 'without risk to other programs', `${risk.reason}; if it is intended, say why in "acceptedRisk"`);
    }
    if (acceptedRisk !== undefined) {
      guard.withoutCredentials('acceptedRisk', guard.text('acceptedRisk', acceptedRisk, 200));
      if (acceptedRisk.includes('\n')) {
        guard.fail('acceptedRisk', acceptedRisk, 'one line', 'say in one sentence why it is granted');
      }
      if (!risk) {
        guard.fail('acceptedRisk', acceptedRisk, 'left out', 'nothing that is granted here is risky');
      }
    }
  }
}

function checkName(guard: Guard, prop: string, name: string, what: string): void {
  if (typeof name !== 'string' || !NAME.test(name)) {
    guard.fail(prop, name, `${what}, without wildcards`, 'name exactly what the program calls');
  }
}
