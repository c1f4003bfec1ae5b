import { k8s } from 'cdk8s-plus-29';
import { SecretKey } from '../secrets/secret-source';
import { READ_ONLY_FILES, secretSources } from '../workload/pod-environment';

/**
 * Credentials as files, in both security profiles: our own scripts read them, and a program that is given a password by file does
 * not show it in its environment. `values` is by file name.
 */
export function credentialVolume(name: string, values: Record<string, SecretKey>): k8s.Volume {
  return { name, projected: { defaultMode: READ_ONLY_FILES, sources: secretSources(values) } };
}
