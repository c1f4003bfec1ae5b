import { frozen } from '../internal/frozen';
import { Guard } from '../internal/guard';

/** Options of `AcmeChallenge.httpGateway`. */
export interface HttpGatewayChallengeOptions {
  /** The Gateway of Gateway API. It must have an HTTP listener on port 80 that allows routes from the namespaces of the certificates. */
  readonly name: string;
  /** The namespace of the Gateway. */
  readonly namespace: string;
}

/** Options of `AcmeChallenge.route53`. */
export interface Route53ChallengeOptions {
  /** The region of the AWS APIs, such as `eu-west-1`. */
  readonly region: string;
  /**
   * The hosted zone, by its id.
   *
   * @default - cert-manager looks it up by name, for which it needs `route53:ListHostedZonesByName`
   */
  readonly hostedZoneId?: string;
  /**
   * A role that cert-manager assumes, as an ARN.
   *
   * @default - cert-manager's own, of its service account
   */
  readonly role?: string;
}

/**
 * How cert-manager proves to a public issuer that you control the host names.
 *
 * @see https://cert-manager.io/docs/configuration/acme/
 */
export class AcmeChallenge {
  /** HTTP on port 80, answered through an Ingress of this class. It does not support wildcards. */
  public static httpIngress(ingressClassName: string): AcmeChallenge {
    return new AcmeChallenge(
      (guard) => guard.objectName('ingressClassName', ingressClassName),
      () => ({ http01: { ingress: { ingressClassName } } }),
    );
  }

  /** HTTP on port 80, answered through a Gateway of Gateway API. It does not support wildcards. */
  public static httpGateway(options: HttpGatewayChallengeOptions): AcmeChallenge {
    const given = frozen(options);
    return new AcmeChallenge(
      (guard) => {
        const { name, namespace } = guard.struct('options', given);
        guard.objectName('name', name);
        guard.dnsLabel('namespace', namespace);
      },
      () => ({ http01: { gatewayHttpRoute: { parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: given.name, namespace: given.namespace }] } } }),
    );
  }

  /** A DNS record in Amazon Route 53, written with the cloud identity of cert-manager. It supports wildcards. */
  public static route53(options: Route53ChallengeOptions): AcmeChallenge {
    const given = frozen(options);
    return new AcmeChallenge(
      (guard) => {
        const { region, hostedZoneId, role } = guard.struct('options', given);
        guard.text('region', region, 63);
        [['hostedZoneId', hostedZoneId], ['role', role]].forEach(([prop, value]) => value === undefined || guard.text(prop!, value, 2048));
      },
      () => ({ dns01: { route53: { region: given.region, hostedZoneId: given.hostedZoneId, role: given.role } } }),
    );
  }

  /** A DNS record in Google Cloud DNS, written with the cloud identity of cert-manager. It supports wildcards. */
  public static cloudDns(project: string): AcmeChallenge {
    return new AcmeChallenge((guard) => guard.text('project', project, 63), () => ({ dns01: { cloudDns: { project } } }));
  }

  private constructor(
    /** @internal */
    public readonly _validate: (guard: Guard) => void,
    /** @internal */
    public readonly _solver: () => object,
  ) {}
}
