import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { own } from '../internal/own';
import { namespaceSelector, resourceRules, toCel } from './cel';
import { Enforcement } from './enforcement';
import { ResolvedPolicy } from './policy-plan';
import { PolicyProvider } from './policy-provider';

const API_VERSION = 'admissionregistration.k8s.io/v1';
const ACTIONS: Record<string, string> = { deny: 'Deny', warn: 'Warn', audit: 'Audit' };

/** cdk8s-plus-29 knows the kinds only as v1beta1, which newer clusters do not serve. */
export class PlainPolicies implements PolicyProvider {
  public validate(): void {}

  public render(scope: Construct, policy: ResolvedPolicy, enforcement: Enforcement): void {
    new ApiObject(scope, 'Policy', {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: policy.objectName },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: { resourceRules: resourceRules(policy) },
        ...toCel(policy),
      },
    });
    new ApiObject(scope, 'Binding', {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: policy.objectName },
      spec: {
        policyName: policy.objectName,
        validationActions: [own(ACTIONS, enforcement.name)!],
        matchResources: { namespaceSelector: namespaceSelector(policy) },
      },
    });
  }
}
