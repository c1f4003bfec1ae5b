import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { NetworkZone } from '../model/network-zone';
import { namespaceOf } from '../platform/namespace';

const { PUBLIC, APPLICATION, DATA, STORAGE, MONITORING, SECURITY } = NetworkZone;

/** Where parts of a zone may be connected to, and why nowhere else. Within one zone everything may be. */
const ZONE_RULES: Record<NetworkZone, { targets: NetworkZone[]; reason: string }> = {
  [PUBLIC]: {
    targets: [PUBLIC, APPLICATION, SECURITY],
    reason: 'who breaks into the edge must still find a program between himself and the data; it may ask an identity provider who is calling',
  },
  [APPLICATION]: {
    targets: [APPLICATION, DATA, STORAGE, MONITORING, SECURITY],
    reason: 'programs use stores and report what they do; they call each other directly and never around through the edge',
  },
  [DATA]: {
    targets: [DATA, STORAGE, SECURITY],
    reason: 'a store answers and asks nobody, save for where its dumps are kept and who holds its keys',
  },
  [STORAGE]: {
    targets: [STORAGE, SECURITY],
    reason: 'what keeps files asks nobody, save for who holds its keys',
  },
  [MONITORING]: {
    targets: [PUBLIC, APPLICATION, DATA, STORAGE, MONITORING, SECURITY],
    reason: 'what watches must see everything',
  },
  [SECURITY]: {
    targets: [DATA, STORAGE, MONITORING, SECURITY],
    reason: 'what everybody trusts depends on no program of theirs; it keeps its records in a store and reports what it sees',
  },
};

/**
 * Refuses a path between zones that do not allow it. A part is in the zone of its namespace, an ExternalService too; a part
 * whose namespace names none may be connected with anything.
 */
export function checkZones(guard: Guard, prop: string, client: IConstruct, target: IConstruct): void {
  const [from, to] = [client, target].map((part) => namespaceOf(part)?.networkZone);
  if (from === undefined || to === undefined || ZONE_RULES[from].targets.includes(to)) {
    return;
  }
  const { targets, reason } = ZONE_RULES[from];
  guard.fail(prop, `${target.node.path} (zone ${to})`, `a part in zone ${targets.join(', ')}, because ${client.node.path} is in zone ${from}`,
    `${reason}; ${remedy(from, to)}`);
}

function remedy(from: NetworkZone, to: NetworkZone): string {
  const between = ZONE_RULES[from].targets.find((zone) => zone !== from && ZONE_RULES[zone].targets.includes(to));
  return between ? `connect a part in zone ${between}, and that one to the target` : 'let the target call this part instead, or give its namespace another networkZone';
}
