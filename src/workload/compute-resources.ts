import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-29';
import { cpuMillis } from '../internal/cpu';
import { Guard } from '../internal/guard';
import { quantity } from '../internal/plus/workloads';
import { ResourceAmounts } from '../model/resource-amounts';
import { SecurityProfile } from '../model/security/security-profile';

/** The requests and limits of a container. */
export interface ComputeResources {
  /**
   * The CPU request, 10 to 64,000 millicores.
   *
   * @default - Cpu.millis(250), a controller's Cpu.millis(100)
   */
  readonly cpu?: Cpu;
  /**
   * The CPU limit, from `cpu` to 64,000 millicores. In the hardened security profile it equals `cpu`.
   *
   * @default - four times the request
   */
  readonly cpuLimit?: Cpu;
  /**
   * The memory request and limit, 16Mi to 512Gi. They are equal, so that a pod is not evicted for memory that it
   * was promised.
   *
   * @default - Size.mebibytes(512), a controller's Size.mebibytes(256)
   */
  readonly memory?: Size;
  /**
   * The request and limit of local disk space (logs, /tmp), 16Mi to 1024Gi.
   *
   * @default Size.gibibytes(1)
   */
  readonly ephemeralStorage?: Size;
  /**
   * Extended resources by name, each a whole number from 1 to 64, such as `{ 'nvidia.com/gpu': 1 }`.
   *
   * @default - none
   */
  readonly extended?: Record<string, number>;
}

/** The same with nothing left out. */
export interface ResolvedResources {
  readonly cpu: Cpu;
  readonly cpuLimit: Cpu;
  readonly memory: Size;
  readonly ephemeralStorage: Size;
  readonly extended: Record<string, number>;
}

export function resolveResources(
  guard: Guard, given: ComputeResources | undefined, defaults: { cpu: Cpu; memory: Size }, securityProfile: SecurityProfile,
): ResolvedResources {
  guard.struct('resources', given ?? {});
  const at = guard.within('resources');
  const cpu = at.cpu('cpu', given?.cpu ?? defaults.cpu, { min: 10, max: 64000 }, 'ask for what the container uses in a busy hour');
  const request = cpuMillis(cpu);
  const { name, requestsEqualLimits } = securityProfile._demands;
  const limit = given?.cpuLimit ?? (requestsEqualLimits ? cpu : Cpu.millis(Math.min(request * 4, 64000)));
  at.cpu('cpuLimit', limit, { min: request, max: requestsEqualLimits ? request : 64000 },
    requestsEqualLimits ? `the ${name} security profile wants requests equal to limits: leave it out` : 'leave it out for four times the request');
  const room = { min: Size.mebibytes(16), max: Size.gibibytes(512) };
  return {
    cpu,
    cpuLimit: limit,
    memory: at.size('memory', given?.memory ?? defaults.memory, room, 'ask for what the container uses at its peak'),
    ephemeralStorage: at.size('ephemeralStorage', given?.ephemeralStorage ?? Size.gibibytes(1),
      { min: Size.mebibytes(16), max: Size.gibibytes(1024) }, 'leave it out for 1Gi'),
    extended: validateExtended(at, given?.extended ?? {}),
  };
}

function validateExtended(guard: Guard, extended: Record<string, number>): Record<string, number> {
  for (const [name, amount] of Object.entries(guard.struct('extended', extended))) {
    guard.extendedResource('extended', name);
    guard.integer(`extended["${name}"]`, amount, { min: 1, max: 64 }, 'extended resources are counted in whole devices');
  }
  return extended;
}

export function toRequirements(resources: ResolvedResources): k8s.ResourceRequirements {
  const text = k8s.Quantity.fromString;
  const extended = Object.fromEntries(Object.entries(resources.extended).map(([name, amount]) => [name, text(`${amount}`)]));
  const fixed = { 'memory': text(quantity(resources.memory)), 'ephemeral-storage': text(quantity(resources.ephemeralStorage)), ...extended };
  return {
    requests: { cpu: text(cpuText(resources.cpu)), ...fixed },
    limits: { cpu: text(cpuText(resources.cpuLimit)), ...fixed },
  };
}

export function toAmounts(resources: ResolvedResources): ResourceAmounts {
  return {
    cpuRequest: cpuMillis(resources.cpu),
    cpuLimit: cpuMillis(resources.cpuLimit),
    memory: resources.memory.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
    storage: resources.ephemeralStorage.toMebibytes({ rounding: SizeRoundingBehavior.NONE }),
  };
}

/** Whole cores as `1`, parts of one as `250m`: as the API server would write it back. */
export function cpuText(cpu: Cpu): string {
  const millis = cpuMillis(cpu);
  return millis % 1000 === 0 ? `${millis / 1000}` : `${millis}m`;
}
