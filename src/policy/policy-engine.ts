import { GatekeeperPolicies } from './gatekeeper';
import { KyvernoPolicies } from './kyverno';
import { PolicyProvider } from './policy-provider';
import { PlainPolicies } from './validating-admission';

/** What evaluates the policies. */
export class PolicyEngine {
  /**
   * The API server itself, by ValidatingAdmissionPolicies: nothing to install, and no webhook that can be away.
   *
   * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
   */
  public static validatingAdmissionPolicy(): PolicyEngine {
    return new PolicyEngine('validatingAdmissionPolicy', new PlainPolicies());
  }

  /**
   * Kyverno 1.17 or later, by its ValidatingPolicies: they also report on what is in the cluster already.
   *
   * @see https://kyverno.io/docs/policy-types/validating-policy/
   */
  public static kyverno(): PolicyEngine {
    return new PolicyEngine('kyverno', new KyvernoPolicies());
  }

  /**
   * Gatekeeper 3.18 or later, by ConstraintTemplates in CEL: they also report on what is in the cluster already.
   *
   * @see https://open-policy-agent.github.io/gatekeeper/website/docs/validating-admission-policy/
   */
  public static gatekeeper(): PolicyEngine {
    return new PolicyEngine('gatekeeper', new GatekeeperPolicies());
  }

  private constructor(
    /** `validatingAdmissionPolicy`, `kyverno` or `gatekeeper`. */
    public readonly name: string,
    /** @internal */
    public readonly _provider: PolicyProvider,
  ) {}
}
