import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { KYVERNO } from '../catalog/operators/kyverno';
import { Guard } from '../internal/guard';
import { own } from '../internal/own';
import { PlatformSettings } from '../platform/settings';
import { namespaceSelector, resourceRules, toCel } from './cel';
import { Enforcement } from './enforcement';
import { ResolvedPolicy } from './policy-plan';
import { PolicyProvider } from './policy-provider';

const ACTIONS: Record<string, string> = { deny: 'Deny', warn: 'Warn', audit: 'Audit' };

/** ValidatingPolicies, because Kyverno has deprecated its ClusterPolicy. */
export class KyvernoPolicies implements PolicyProvider {
  public validate(guard: Guard, { cluster }: PlatformSettings): void {
    cluster._requireOperator(guard, 'engine', KYVERNO, 'PolicyEngine.validatingAdmissionPolicy()');
  }

  public render(scope: Construct, policy: ResolvedPolicy, enforcement: Enforcement): void {
    new ApiObject(scope, 'Policy', {
      apiVersion: 'policies.kyverno.io/v1',
      kind: 'ValidatingPolicy',
      metadata: { name: policy.objectName },
      spec: {
        validationActions: [own(ACTIONS, enforcement.name)!],
        // Who only wants to hear of faults does not want to stand still while Kyverno is away.
        failurePolicy: enforcement.name === 'deny' ? 'Fail' : 'Ignore',
        matchConstraints: { resourceRules: resourceRules(policy), namespaceSelector: namespaceSelector(policy) },
        ...toCel(policy),
      },
    });
  }
}
