import { k8s } from 'cdk8s-plus-29';

/** The user that pods run as; stores on official images run as the user that owns the image's files. */
export const NON_ROOT = 65532;

/** As whom a pod or container runs, where it is not as everybody. */
export interface PodUser {
  readonly user?: number;
  readonly group?: number;
}

/** What every container runs with, ours or not. */
export function securityContext(user: PodUser): k8s.SecurityContext {
  return {
    runAsNonRoot: true,
    ...identity(user),
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
}

export function identity({ user, group }: PodUser): { runAsUser: number; runAsGroup: number } {
  return { runAsUser: user ?? NON_ROOT, runAsGroup: group ?? user ?? NON_ROOT };
}
