import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';
import { late } from '../../internal/late';
import { NetworkIsolation } from '../../model/environment';
import { MeshedPods } from '../mesh-provider';

/** The one AuthorizationPolicy of a set of pods, and the ports that are read without mutual TLS. Sidecars and ztunnel both enforce them. */
export function addIstioPolicies(scope: Construct, pods: MeshedPods): void {
  const { AuthorizationPolicy } = bindings.authorizationPolicy;
  new AuthorizationPolicy(scope, 'AuthorizationPolicy', {
    metadata: pods.metadata,
    spec: late(() => authorizationPolicy(pods)),
  });
  if (pods.plainPorts.length > 0) {
    const { PeerAuthentication, PeerAuthenticationSpecMtlsMode, PeerAuthenticationSpecPortLevelMtlsMode } = bindings.peerAuthentication;
    const plain = { mode: PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE };
    new PeerAuthentication(scope, 'PlainPorts', {
      metadata: pods.metadata,
      spec: {
        selector: { matchLabels: pods.selector },
        mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT },
        portLevelMtls: Object.fromEntries(pods.plainPorts.map((port) => [`${port}`, plain])),
      },
    });
  }
}

/** Without a rule it denies everything, which is what a component without clients wants. */
function authorizationPolicy({ selector, namespace, isolation, admitted }: MeshedPods): object {
  const { AuthorizationPolicySpecAction } = bindings.authorizationPolicy;
  const rules = new Map<string, object>();
  for (const { principal, ports } of admitted()) {
    const from = principal ? [{ source: { principals: [principal] } }] : undefined;
    const rule = { from, to: [{ operation: { ports: ports.map(String) } }] };
    rules.set(JSON.stringify(rule), rule);
  }
  if (isolation !== NetworkIsolation.CLOSED) {
    rules.set('', isolation === NetworkIsolation.OPEN ? {} : { from: [{ source: { namespaces: [namespace] } }] });
  }
  return {
    selector: { matchLabels: selector },
    action: AuthorizationPolicySpecAction.ALLOW,
    rules: rules.size > 0 ? [...rules.keys()].sort().map((key) => rules.get(key)) : undefined,
  };
}
