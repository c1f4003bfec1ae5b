import { Construct } from 'constructs';
import { bindings } from '../../internal/bindings';

/** Pods of the namespace take mutual TLS only. */
export function addMutualTls(scope: Construct): void {
  const { PeerAuthentication, PeerAuthenticationSpecMtlsMode } = bindings.peerAuthentication;
  new PeerAuthentication(scope, 'MutualTls', {
    metadata: { name: 'default' },
    spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
  });
}

/** An ALLOW policy without rules: the policies of components add to it, and a pod without one accepts no traffic. */
export function addDefaultDeny(scope: Construct): void {
  const { AuthorizationPolicy, AuthorizationPolicySpecAction } = bindings.authorizationPolicy;
  new AuthorizationPolicy(scope, 'DefaultDenyInMesh', {
    metadata: { name: 'default-deny' },
    spec: { action: AuthorizationPolicySpecAction.ALLOW },
  });
}

/** Sidecars block traffic to hosts outside the service registry (REGISTRY_ONLY). */
export function addEgressControl(scope: Construct): void {
  const { Sidecar, SidecarSpecOutboundTrafficPolicyMode } = bindings.sidecar;
  new Sidecar(scope, 'Sidecar', {
    metadata: { name: 'default' },
    spec: { outboundTrafficPolicy: { mode: SidecarSpecOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY } },
  });
}
