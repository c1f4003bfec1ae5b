import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';
import { planProgram } from '../agents/agent-container';
import { Guard } from '../internal/guard';
import { PlatformSettings } from '../platform/settings';
import { ComputeResources } from '../workload/compute-resources';
import { ContainerPlan } from '../workload/pod-plan';

/** A program that ends before the next one starts. */
export interface TaskStep {
  /** The name of its container, which `connectTo` takes as `container`. */
  readonly name: string;
  /**
   * Its image.
   *
   * @default - the image of the task
   */
  readonly image?: string;
  /**
   * The program in place of the image's entrypoint.
   *
   * @default - the image's own
   */
  readonly command?: string[];
  /**
   * Arguments of the program.
   *
   * @default - the image's own
   */
  readonly args?: string[];
  /**
   * What the container asks for, and what it may use at the most.
   *
   * @default - as the task's own without `resources`
   */
  readonly resources?: ComputeResources;
}

export const TASK_CONTAINER = 'task';
export const TASK_RESOURCES = { cpu: Cpu.millis(250), memory: Size.mebibytes(512) };

/** The containers that run one after the other before the task's own. */
export function planSteps(guard: Guard, steps: TaskStep[], image: string, settings: PlatformSettings): ContainerPlan[] {
  const names = [TASK_CONTAINER];
  return guard.list('firstSteps', steps, 0, 'leave it out for none').map((step, index) => {
    const at = guard.within(`firstSteps[${index}]`);
    at.dnsLabel('name', guard.struct(`firstSteps[${index}]`, step).name);
    if (names.includes(step.name)) {
      at.fail('name', step.name, `other than ${names.join(', ')}`, 'give each step a name of its own', 'Duplicate');
    }
    names.push(step.name);
    return planProgram(at, { ...step, image: step.image ?? image }, settings, { name: step.name, defaults: TASK_RESOURCES });
  });
}
