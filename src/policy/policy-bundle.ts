import { ApiObject, Chart } from 'cdk8s';
import { ServiceType } from 'cdk8s-plus-29';
import { Construct } from 'constructs';
import { IMAGE_USERS } from '../catalog/rules/rule';
import { apiObjectsOf } from '../internal/api-objects';
import { constructId } from '../internal/construct-id';
import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';
import { limitName, NameLimit } from '../internal/naming';
import { namespaceLabels } from '../platform/labels';
import { Platform } from '../platform/platform';
import { PlatformSettings } from '../platform/settings';
import { Enforcement } from './enforcement';
import { PolicyEngine } from './policy-engine';
import { PolicyPlan, ResolvedPolicy } from './policy-plan';
import { policyPlans } from './policy-plans';

/** Options of a PolicyBundle. */
export interface PolicyBundleProps {
  /**
   * What evaluates the policies.
   *
   * @default PolicyEngine.validatingAdmissionPolicy()
   */
  readonly engine?: PolicyEngine;
  /**
   * What happens to an object that breaks a rule.
   *
   * @default Enforcement.deny()
   */
  readonly enforcement?: Enforcement;
  /**
   * Rules that are not enforced, by their numbers, such as `A14`.
   *
   * @default - every rule of the Platform's security profile is enforced
   */
  readonly exceptions?: string[];
  /**
   * Users below 10001 that containers may run as, because official images own their files under them.
   *
   * @default [26, 99, 101, 999] - CloudNativePG's images, HAProxy's, NGINX's, and the official ones of PostgreSQL, Valkey, Redis, MySQL, MongoDB and RabbitMQ
   */
  readonly imageUsers?: number[];
  /**
   * Types that Services may have. That of a gateway (labelled `app.kubernetes.io/component: gateway`) may also be a LoadBalancer.
   *
   * @default [ServiceType.CLUSTER_IP]
   */
  readonly serviceTypes?: ServiceType[];
}

/**
 * The platform's own rules at the door of the cluster, so that manifests written by hand obey them too. They hold in the
 * namespaces of this Platform and nowhere else.
 *
 * A policy sees one object at a time: whether a network policy, a budget or a Secret that an object needs is there, no
 * policy can say. What a controller makes out of another object is judged at that other object.
 */
export class PolicyBundle extends Chart {
  /** The numbers of the rules that are enforced. */
  public readonly rules: string[];

  public constructor(scope: Construct, id: string, props: PolicyBundleProps = {}) {
    super(scope, constructId(scope, id), { labels: namespaceLabels(Platform.of(scope), Platform.of(scope).name) });
    const guard = new Guard(this);
    refuseOtherScopes(guard, scope);
    const { engine, enforcement, ...options } = resolveProps(guard, frozen(props));
    const settings = Platform.of(this);
    engine._provider.validate(guard, settings);
    const policies = policyPlans(settings, options.imageUsers, options.serviceTypes);
    const known = policies.flatMap(({ rules }) => rules.map((rule) => rule.id));
    guard.list('exceptions', options.exceptions, 0, 'leave it out to enforce every rule').forEach((rule, index) =>
      guard.oneOf(`exceptions[${index}]`, rule, known, 'name rules by their number'));
    this.rules = known.filter((rule) => !options.exceptions.includes(rule));
    for (const policy of policies) {
      this.addPolicy({ ...policy, rules: policy.rules.filter((rule) => this.rules.includes(rule.id)) }, settings, engine, enforcement);
    }
  }

  /** The Kubernetes objects that it is made of, for what its options do not say: each takes `addJsonPatch`. */
  public get apiObjects(): ApiObject[] {
    return apiObjectsOf(this);
  }

  private addPolicy(policy: PolicyPlan, settings: PlatformSettings, engine: PolicyEngine, enforcement: Enforcement): void {
    if (policy.rules.length > 0) {
      engine._provider.render(new Construct(this, policy.name), resolve(policy, settings), enforcement);
    }
  }
}

function refuseOtherScopes(guard: Guard, scope: Construct): void {
  if (!(scope instanceof Platform)) {
    guard.fail('scope', scope.node.path, 'a Platform', 'policies hold in all namespaces of a Platform; create the PolicyBundle in the Platform itself');
  }
}

function resolveProps(guard: Guard, props: PolicyBundleProps): Required<PolicyBundleProps> {
  guard.struct('props', props);
  const { exceptions = [], imageUsers = IMAGE_USERS, serviceTypes = [ServiceType.CLUSTER_IP] } = props;
  guard.list('imageUsers', imageUsers, 0, 'leave it out for 26, 99 and 999').forEach((user, index) =>
    guard.integer(`imageUsers[${index}]`, user, { min: 1, max: 10000 }, 'a user above 10000 may run anyway, and root never'));
  guard.list('serviceTypes', serviceTypes, 1, 'leave it out for ServiceType.CLUSTER_IP').forEach((type, index) =>
    guard.oneOf(`serviceTypes[${index}]`, type, Object.values(ServiceType), 'use a ServiceType of cdk8s-plus-29'));
  return {
    engine: guard.instance('engine', props.engine ?? PolicyEngine.validatingAdmissionPolicy(), PolicyEngine, 'PolicyEngine.validatingAdmissionPolicy()'),
    enforcement: guard.instance('enforcement', props.enforcement ?? Enforcement.deny(), Enforcement, 'Enforcement.deny()'),
    exceptions, imageUsers, serviceTypes,
  };
}

/** Kubernetes writes the level that a namespace enforces into a label, so a policy can tell namespaces for node agents. */
function resolve(policy: PolicyPlan, settings: PlatformSettings): ResolvedPolicy {
  return {
    ...policy,
    objectName: limitName(`${settings.name}-${policy.name}`, NameLimit.DEFAULT),
    namespaces: {
      'app.kubernetes.io/managed-by': 'cdk8s-agent-platform',
      'env': settings.environment.name,
      ...policy.onlyRestricted ? { 'pod-security.kubernetes.io/enforce': 'restricted' } : {},
    },
  };
}
