import { k8s } from 'cdk8s-plus-29';
import { AvailabilityZones } from '../model/availability-zones';

/**
 * Spreads members that keep volumes over zones. `Honor` takes a lost zone's tainted nodes out of the count. Two volumes made in one zone while
 * another was down would stay there permanently, so as many zones are asked for as there are, or members.
 */
export function zoneSpread(zones: AvailabilityZones, members: number, labelSelector: k8s.LabelSelector): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    labelSelector,
    ...zones.isRequired
      ? { whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', minDomains: members <= zones.count ? zones.count : undefined }
      : { whenUnsatisfiable: 'ScheduleAnyway' },
  };
}
