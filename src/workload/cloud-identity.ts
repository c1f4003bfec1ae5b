import { TrafficPeer } from '../connections/traffic-peer';
import { Guard } from '../internal/guard';
import { own } from '../internal/own';

const GCP_ACCOUNT = /^[a-z]([-a-z0-9]{4,28}[a-z0-9])@[a-z]([-a-z0-9]{4,28}[a-z0-9])\.iam\.gserviceaccount\.com$/;
const AWS_ROLE = /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;

/** The cloud identity of a component's service account. No key is stored anywhere. */
export class CloudIdentity {
  /**
   * GKE Workload Identity: the service account acts as a Google service account. The Google account must grant
   * `roles/iam.workloadIdentityUser` to it.
   *
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static gkeWorkloadIdentity(googleServiceAccount: string): CloudIdentity {
    return new CloudIdentity('gkeWorkloadIdentity', googleServiceAccount);
  }

  /**
   * IAM roles for service accounts on EKS: the service account assumes a role. The role's trust policy must name the cluster's
   * OIDC provider and this service account.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  public static eksIrsa(roleArn: string): CloudIdentity {
    return new CloudIdentity('eksIrsa', roleArn);
  }

  /**
   * EKS Pod Identity: the role is associated with the service account in EKS itself, so only egress to the agent
   * on the node is written.
   *
   * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
   */
  public static eksPodIdentity(): CloudIdentity {
    return new CloudIdentity('eksPodIdentity');
  }

  private constructor(
    /** `gkeWorkloadIdentity`, `eksIrsa` or `eksPodIdentity`. */
    public readonly kind: string,
    private readonly principal?: string,
  ) {}

  /** @internal */
  public _validate(guard: Guard): void {
    if (this.kind === 'gkeWorkloadIdentity' && !GCP_ACCOUNT.test(String(this.principal))) {
      guard.fail('googleServiceAccount', this.principal, 'the e-mail address of a Google service account',
        'write it like agents@my-project.iam.gserviceaccount.com');
    }
    if (this.kind === 'eksIrsa' && !AWS_ROLE.test(String(this.principal))) {
      guard.fail('roleArn', this.principal, 'the ARN of an IAM role', 'write it like arn:aws:iam::123456789012:role/agents');
    }
  }

  /** @internal */
  public _annotations(): Record<string, string> {
    const annotations: Record<string, Record<string, string>> = {
      gkeWorkloadIdentity: { 'iam.gke.io/gcp-service-account': this.principal! },
      eksIrsa: { 'eks.amazonaws.com/role-arn': this.principal! },
      eksPodIdentity: {},
    };
    return own(annotations, this.kind)!;
  }

  /**
   * Where credentials are fetched on the node. IRSA asks AWS's public endpoint, which is a connection like any other.
   *
   * @internal
   */
  public _egress(): { peer: TrafficPeer; ports: number[] }[] {
    const agents: Record<string, { peer: TrafficPeer; ports: number[] }[]> = {
      // The metadata server; 988 is where it listens behind the redirect of clusters without Dataplane V2.
      gkeWorkloadIdentity: [{ peer: TrafficPeer.cidrs(['169.254.169.254/32', '169.254.169.252/32']), ports: [80, 988] }],
      eksIrsa: [],
      eksPodIdentity: [{ peer: TrafficPeer.cidrs(['169.254.170.23/32']), ports: [80] }],
    };
    return own(agents, this.kind)!;
  }
}
