import { Construct } from 'constructs';
import { bindings } from '../internal/bindings';

/** What a namespace in the mesh begins with: mutual TLS only, and no way out but to what is declared. */
export function addIstioWalls(scope: Construct): void {
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
}
