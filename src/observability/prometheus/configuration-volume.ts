import { k8s } from 'cdk8s-plus-29';
import { READ_ONLY_FILES } from '../../workload/pod-environment';

/** One file of the stack's ConfigMap: the others are no business of the program. */
export function configurationVolume(configMap: string, file: string): k8s.Volume {
  return { name: 'configuration', projected: { defaultMode: READ_ONLY_FILES, sources: [{ configMap: { name: configMap, items: [{ key: file, path: file }] } }] } };
}
