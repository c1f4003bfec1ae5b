import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-29';
import { quantity } from './workloads';

/** A folder that is never written to a disk: for shared memory, and for files that hold a password. */
export function memoryVolume(name: string, size: Size): k8s.Volume {
  return { name, emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString(quantity(size)) } };
}
