import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { isAddress } from '../../internal/address';
import { bindings } from '../../internal/bindings';
import { late } from '../../internal/late';
import { MeshHost } from '../mesh-provider';

/** Makes a host known to the mesh, which lets nothing out to hosts that it does not know; only to those who are connected. */
export function addServiceEntry(scope: Construct, id: string, { metadata, host, port, protocol, exportTo }: MeshHost): void {
  const { ServiceEntry, ServiceEntrySpecLocation, ServiceEntrySpecResolution: Resolution } = bindings.serviceEntry;
  const byName = { hosts: [host], resolution: Resolution.DNS };
  // Istio does not accept an IP address as a host, so the entry has a placeholder name; Istio matches connections by destination address.
  const byAddress = {
    hosts: [`${metadata.name}.${Chart.of(scope).namespace ?? 'default'}.internal`],
    addresses: [host],
    endpoints: [{ address: host }],
    resolution: Resolution.STATIC,
  };
  new ServiceEntry(scope, id, {
    metadata,
    spec: {
      ...isAddress(host) ? byAddress : byName,
      location: ServiceEntrySpecLocation.MESH_UNDERSCORE_EXTERNAL,
      ports: [{ number: port, name: protocol.toLowerCase(), protocol }],
      exportTo: late(exportTo),
    },
  });
}
