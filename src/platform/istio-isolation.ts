import { Construct } from 'constructs';
import { bindings } from '../internal/bindings';

/** What a namespace in the mesh begins with: mutual TLS only, no way out but to what is declared, and where it is closed no way in. */
export function addIstioIsolation(scope: Construct, isClosed: boolean): void {
  const { PeerAuthentication, PeerAuthenticationSpecMtlsMode } = bindings.peerAuthentication;
  new PeerAuthentication(scope, 'MutualTls', {
    metadata: { name: 'default' },
    spec: { mtls: { mode: PeerAuthenticationSpecMtlsMode.STRICT } },
  });
  const { Sidecar, SidecarSpecOutboundTrafficPolicyMode } = bindings.sidecar;
  new Sidecar(scope, 'Sidecar', {
    metadata: { name: 'default' },
    spec: { outboundTrafficPolicy: { mode: SidecarSpecOutboundTrafficPolicyMode.REGISTRY_UNDERSCORE_ONLY } },
  });
  if (isClosed) {
    const { AuthorizationPolicy, AuthorizationPolicySpecAction } = bindings.authorizationPolicy;
    // Allows, and names nobody: what a component's own policy allows is added to it, and a pod without one is shut.
    new AuthorizationPolicy(scope, 'DefaultDenyInMesh', {
      metadata: { name: 'default-deny' },
      spec: { action: AuthorizationPolicySpecAction.ALLOW },
    });
  }
}
