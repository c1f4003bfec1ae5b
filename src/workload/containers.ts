import { AbstractPod, Container, ContainerProps, Protocol } from 'cdk8s-plus-29';
import { ContainerPlan } from './pod-plan';

/** Gives a pod its containers through the L2, so that users can reach them; what the L2 cannot say is laid over them. */
export function addContainers(pod: AbstractPod, containers: ContainerPlan[], initContainers: ContainerPlan[] = []): Container {
  const added = containers.map((plan) => pod.addContainer(toProps(plan)));
  initContainers.forEach((plan) => pod.addInitContainer(toProps(plan)));
  return added[0];
}

function toProps(plan: ContainerPlan): ContainerProps {
  return {
    name: plan.name,
    image: plan.image,
    command: plan.command,
    args: plan.args,
    ports: plan.ports?.map(({ name, number }) => ({ name, number, protocol: Protocol.TCP })),
  };
}
