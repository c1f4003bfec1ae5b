import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { NetworkZone } from '../model/network-zone';
import { namespaceOf } from '../platform/namespace';

const { PUBLIC, APPLICATION, DATA, STORAGE, MONITORING, SECURITY } = NetworkZone;

/** Where parts of a zone may be connected to, and why nowhere else. Within one zone everything may be. */
const ZONE_RULES: Record<NetworkZone, { targets: NetworkZone[]; reason: string }> = {
  [PUBLIC]: {
    targets: [PUBLIC, APPLICATION, SECURITY],
    reason: 'an attacker at the edge must not reach data directly; the edge may ask an identity provider',
  },
  [APPLICATION]: {
    targets: [APPLICATION, DATA, STORAGE, MONITORING, SECURITY],
    reason: 'applications use stores and send telemetry; they call each other directly, not through the edge',
  },
  [DATA]: {
    targets: [DATA, STORAGE, SECURITY],
    reason: 'a store answers requests and opens connections only to its backups and its key management',
  },
  [STORAGE]: {
    targets: [STORAGE, SECURITY],
    reason: 'file storage opens connections only to its key management',
  },
  [MONITORING]: {
    targets: [PUBLIC, APPLICATION, DATA, STORAGE, MONITORING, SECURITY],
    reason: 'monitoring must reach everything',
  },
  [SECURITY]: {
    targets: [DATA, STORAGE, MONITORING, SECURITY],
    reason: 'what everything trusts must not depend on applications; it keeps its records in a store and sends telemetry',
  },
};

/**
 * Refuses a path between zones that do not allow it. A component is in the zone of its namespace, an ExternalService too; a component
 * whose namespace names none may be connected with anything.
 */
export function checkZones(guard: Guard, prop: string, client: IConstruct, target: IConstruct): void {
  const [from, to] = [client, target].map((component) => namespaceOf(component)?.networkZone);
  if (from === undefined || to === undefined || ZONE_RULES[from].targets.includes(to)) {
    return;
  }
  const { targets, reason } = ZONE_RULES[from];
  guard.fail(prop, `${target.node.path} (zone ${to})`, `a component in zone ${targets.join(', ')}, because ${client.node.path} is in zone ${from}`,
    `${reason}; ${remedy(from, to)}`);
}

function remedy(from: NetworkZone, to: NetworkZone): string {
  const between = ZONE_RULES[from].targets.find((zone) => zone !== from && ZONE_RULES[zone].targets.includes(to));
  return between ? `connect to a component in zone ${between}, and connect that one to the target`
    : 'let the target call this component instead, or give its namespace another networkZone';
}
