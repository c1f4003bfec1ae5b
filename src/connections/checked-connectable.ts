import { Guard } from '../internal/guard';
import { Connectable, IConnectable } from './connectable';
import { Connections } from './connections';
import { TrafficPeer } from './traffic-peer';

/** Where a target is reached, checked as a whole: a target may be a class of the user, and what it says is rendered in policies of both sides. */
export function checkedConnectable(guard: Guard, target: IConnectable): Connectable {
  const about = guard.within('target');
  const connectable = about.struct('toConnectable', target.toConnectable());
  const { peers, ports, connections, binding } = connectable;
  about.list('peers', peers, 1, 'say where it is reached').forEach((peer, index) =>
    about.instance(`peers[${index}]`, peer, TrafficPeer, 'TrafficPeer.cidrs([\'203.0.113.0/24\'])')._validate(about.within(`peers[${index}]`)));
  guard.list('target', ports, 1, `${target.node.path} listens on no port, so there is nothing to connect to`)
    .forEach((port, index) => about.port(`ports[${index}]`, port));
  if (connections !== undefined) {
    about.instance('connections', connections, Connections, 'the connections of a workload');
  }
  about.struct('binding', binding);
  about.text('binding.type', binding.type);
  Object.entries(about.struct('binding.literals', binding.literals)).forEach(([entry, value]) => {
    about.secretKey('binding.literals', entry);
    about.text(`binding.literals.${entry}`, value, 4096);
  });
  return connectable;
}
