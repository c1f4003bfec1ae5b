import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { GATEKEEPER } from '../catalog/operators/gatekeeper';
import { Guard } from '../internal/guard';
import { own } from '../internal/own';
import { PlatformSettings } from '../platform/settings';
import { namespaceSelector, toCel } from './cel';
import { Enforcement } from './enforcement';
import { ResolvedPolicy } from './policy-plan';
import { PolicyProvider } from './policy-provider';

const TARGET = 'admission.k8s.gatekeeper.sh';
const ACTIONS: Record<string, string> = { deny: 'deny', warn: 'warn', audit: 'dryrun' };

/** A ConstraintTemplate, which is the rules, and a constraint, which is where they hold. Both are in CEL, as everywhere. */
export class GatekeeperPolicies implements PolicyProvider {
  public validate(guard: Guard, { cluster, name }: PlatformSettings): void {
    cluster._requireOperator(guard, 'engine', GATEKEEPER, 'PolicyEngine.validatingAdmissionPolicy()');
    if (/^[0-9]/.test(name)) {
      guard.fail('engine', 'gatekeeper', 'an engine whose kinds may begin like the Platform\'s id, with a digit',
        'let the id of the Platform begin with a letter, or use PolicyEngine.validatingAdmissionPolicy()');
    }
  }

  public render(scope: Construct, policy: ResolvedPolicy, enforcement: Enforcement): void {
    const kind = kindName(policy.objectName);
    const { matchConditions, variables, validations } = toCel(policy);
    new ApiObject(scope, 'Template', {
      apiVersion: 'templates.gatekeeper.sh/v1',
      kind: 'ConstraintTemplate',
      // Gatekeeper finds a template by its kind in lower case.
      metadata: { name: kind.toLowerCase(), annotations: { description: policy.description } },
      spec: {
        crd: { spec: { names: { kind } } },
        // Gatekeeper calls the conditions by a singular.
        targets: [{ target: TARGET, code: [{ engine: 'K8sNativeValidation', source: { matchCondition: matchConditions, variables, validations } }] }],
      },
    });
    new ApiObject(scope, 'Constraint', {
      apiVersion: 'constraints.gatekeeper.sh/v1beta1',
      kind,
      metadata: { name: policy.objectName, annotations: AFTER_ITS_TEMPLATE },
      spec: {
        enforcementAction: own(ACTIONS, enforcement.name)!,
        match: {
          scope: 'Namespaced',
          kinds: policy.matches.map(({ apiGroup, kinds }) => ({ apiGroups: [apiGroup], kinds: Object.values(kinds) })),
          namespaceSelector: namespaceSelector(policy),
        },
      },
    });
  }
}

/** Gatekeeper makes the constraint's kind out of the template, so it cannot be applied in the same moment. */
const AFTER_ITS_TEMPLATE = {
  'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true',
  'argocd.argoproj.io/sync-wave': '1',
};

/** `production-pod-security` as `ProductionPodSecurity`. */
function kindName(name: string): string {
  return name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
