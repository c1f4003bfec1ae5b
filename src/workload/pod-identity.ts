import { ApiObjectMetadata, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { Construct, IConstruct } from 'constructs';
import { ACCEPTED_RISKS } from '../catalog/rules/risky-permissions';
import { Connections } from '../connections/connections';
import { Guard } from '../internal/guard';
import { late } from '../internal/late';
import { CloudIdentity } from './cloud-identity';
import { Permission } from './permission';

export interface PodIdentityProps {
  readonly metadata: ApiObjectMetadata;
  /** Read when the first permission opens the way to the API server. */
  readonly connections: () => Connections;
  readonly cloudIdentity?: CloudIdentity;
  /** The name of a service account that exists. @default - one of its own, called like the pods */
  readonly serviceAccount?: string;
}

/** The service account of a set of pods, and what it may do through the Kubernetes API. */
export class PodIdentity {
  /** The name of the service account. */
  public readonly serviceAccount: string;

  private readonly name: string;
  private readonly fixed: k8s.PolicyRule[] = [];
  private readonly granted: k8s.PolicyRule[] = [];
  private readonly acceptedRisks = new Set<string>();
  private role?: k8s.KubeRole;
  private opened = false;

  public constructor(private readonly scope: Construct, private readonly props: PodIdentityProps) {
    this.name = props.metadata.name!;
    this.serviceAccount = props.serviceAccount ?? this.name;
    if (props.serviceAccount === undefined) {
      new k8s.KubeServiceAccount(scope, 'ServiceAccount', {
        metadata: { ...props.metadata, annotations: props.cloudIdentity?._annotations() },
        automountServiceAccountToken: false,
      });
    }
  }

  /** Whether the pods talk to the Kubernetes API: what they may do there decides it. */
  public get usesApi(): boolean {
    return this.opened;
  }

  /** What its own Role grants. */
  public get rules(): readonly k8s.PolicyRule[] {
    return [...this.fixed, ...this.granted];
  }

  /** Opens the way to the API server and mounts the token, for what is granted here or by another component. */
  public openApi(): void {
    if (this.opened) {
      return;
    }
    const { namespace } = Chart.of(this.scope);
    if (!namespace) {
      new Guard(this.scope).fail('scope', Chart.of(this.scope).node.path, 'a chart with a namespace',
        'the binding of a Role names the namespace of the service account: create a Namespace, or a Chart with { namespace }');
    }
    this.opened = true;
    this.props.connections().allowToApiServer();
  }

  /** Lets the pods do something through the Kubernetes API. `client` is the construct that the user sees. */
  public allow(client: IConstruct, permission: Permission): void {
    const guard = new Guard(client, 'allow.');
    guard.instance('permission', permission, Permission, 'Permission.of({ apiGroups: [\'batch\'], resources: [\'jobs\'], verbs: [\'get\'] })');
    permission._validate(guard);
    const role = this.ownRole();
    this.granted.push(permission._toRule());
    this.acceptRisks(role, permission._acceptedRisks);
  }

  /** Rules that the component needs itself: they stand first, in their order. */
  public require(rules: k8s.PolicyRule[]): void {
    if (rules.length > 0) {
      this.ownRole();
      this.fixed.push(...rules);
    }
  }

  /** The Role says what was granted on purpose, so that reviewers and policies see it. */
  private acceptRisks(role: k8s.KubeRole, risks: string[]): void {
    risks.forEach((risk) => this.acceptedRisks.add(risk));
    if (this.acceptedRisks.size > 0) {
      role.metadata.addAnnotation(ACCEPTED_RISKS, [...this.acceptedRisks].sort().join('\n'));
    }
  }

  /** The first permission brings the Role, the way to the API server, and the token. */
  private ownRole(): k8s.KubeRole {
    this.openApi();
    this.role ??= this.addRole();
    return this.role;
  }

  private addRole(): k8s.KubeRole {
    const { metadata } = this.props;
    const role = new k8s.KubeRole(this.scope, 'Role', { metadata, rules: late(() => [...this.fixed, ...distinct(this.granted)]) });
    new k8s.KubeRoleBinding(this.scope, 'RoleBinding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: this.name },
      subjects: [{ kind: 'ServiceAccount', name: this.serviceAccount, namespace: Chart.of(this.scope).namespace }],
    });
    return role;
  }
}

/** Each rule once, in an order that does not depend on who asked first. */
function distinct(rules: k8s.PolicyRule[]): k8s.PolicyRule[] {
  const granted = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
  return [...granted.keys()].sort().map((key) => granted.get(key)!);
}
