import { ApiObject } from 'cdk8s';
import { AbstractPod, DnsPolicy } from 'cdk8s-plus-29';
import { Guard } from '../internal/guard';
import { checkUser, collect } from './l2-problems';

/** Fields of a user's pod that the library never sets: they would be lost, or weaken what the namespace requires. */
export function adoptedProblems(guard: Guard, pod: AbstractPod): string[] {
  const { dns, securityContext: { ensureNonRoot, sysctls, user } } = pod;
  const refused: [prop: string, isGiven: boolean, problem: string, remedy: string][] = [
    ['hostNetwork', pod.hostNetwork === true, 'the network of the node is past every policy', 'leave it out, and run node agents in a namespace of their own, not adopted'],
    ['shareProcessNamespace', pod.shareProcessNamespace, 'containers would see the processes and files of each other', 'leave it out'],
    ['automountServiceAccountToken', pod.automountServiceAccountToken, 'a token is mounted where a Permission needs one', 'leave it out, and call allow(Permission.of(...))'],
    ['dns.policy', dns.policy !== DnsPolicy.CLUSTER_FIRST, 'network policies open the DNS of the cluster and no other', 'leave it out'],
    ['dns.hostnameAsFQDN', dns.hostnameAsFQDN, 'the library does not render it', 'leave it out'],
    ['securityContext.ensureNonRoot', !ensureNonRoot, 'containers run without privileges, as the namespace demands', 'leave it out, and use an image that runs as any user'],
    ['securityContext.sysctls', sysctls.length > 0, 'parameters of the kernel reach past the pod', 'leave it out'],
  ];
  return [
    ...refused.filter(([, isGiven]) => isGiven).flatMap(([prop, , problem, remedy]) => collect(() => guard.notAllowed(prop, problem, remedy))),
    ...needsOfTasks(guard, pod),
    ...user === undefined ? [] : collect(() => checkUser(guard.within('securityContext'), user)),
  ];
}

/** Without limits, a run that hangs keeps its share of the quota, and a finished Job keeps its pods and their logs. */
function needsOfTasks(guard: Guard, pod: AbstractPod): string[] {
  if (!['Job', 'CronJob'].includes(pod.kind)) {
    return [];
  }
  const { spec } = ApiObject.of(pod).toJson();
  const job = spec.jobTemplate?.spec ?? spec;
  const unstated: [prop: string, isStated: boolean, remedy: string][] = [
    ['activeDeadline', job.activeDeadlineSeconds !== undefined, 'state when a run that hangs is ended: Duration.hours(1)'],
    ['backoffLimit', job.backoffLimit !== undefined, 'state how often a run that fails is tried again, such as 2'],
    ['ttlAfterFinished', pod.kind === 'CronJob' || job.ttlSecondsAfterFinished !== undefined, 'state when a Job that is over is deleted: Duration.days(7)'],
  ];
  return unstated.filter(([, isStated]) => !isStated).flatMap(([prop, , remedy]) => collect(() => guard.fail(prop, undefined, 'stated', remedy, 'Required')));
}
