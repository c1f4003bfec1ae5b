import { Document } from './cluster';
import { Evaluation, Memory, Reach } from './evaluator';
import { PUBLIC_INTERNET } from './outside';
import { System } from './system';

/**
 * In which the policies of a system differ from what it declared, in words; nothing where they are equal. Every layer is held
 * against the same matrix by itself: behind one that is too wide, the other would hide it.
 */
export function differences(system: System, documents: Document[]): string[] {
  return [...found(system, documents)];
}

/** Whether there is any: the first is enough. `memory` is for several changes to the policies of one system. */
export function differs(system: System, documents: Document[], memory: Memory): boolean {
  return !found(system, documents, memory).next().done;
}

function* found({ peers, ports, expected, meshOnly, networkOnly }: System, documents: Document[], memory?: Memory): Generator<string> {
  const evaluation = new Evaluation(documents, peers, ports, memory);
  const meshed = new Set(peers.filter(({ own, inMesh, onlyCalls }) => own && inMesh && !onlyCalls).map(({ name }) => name));
  const toMesh = [...expected].filter((path) => meshed.has(target(path)) && path.includes(' TCP/'));
  const besides = [...meshOnly].filter((path) => meshed.has(target(path)) && path.includes(' TCP/'));
  yield* compare('policies', evaluation.both(), expected);
  yield* compare('NetworkPolicies', evaluation.network(), new Set([...expected, ...networkOnly]));
  yield* compare('AuthorizationPolicies', evaluation.mesh(), new Set([...toMesh, ...besides]));
  yield* [...evaluation.halfOpen()].filter((path) => !isPlaceholder(path, expected) && !isPublic(path, expected)).map((path) => `half open: ${path}`);
}

/** What the public network may reach lets in every address, and so those of our own pods, which do not let themselves out to it. */
function isPublic(path: string, expected: Reach): boolean {
  return expected.has(path.replace(/^.* -> /, `${PUBLIC_INTERNET} -> `));
}

function compare(layer: string, actual: Reach, expected: Reach): string[] {
  return [
    ...[...actual].filter((path) => !expected.has(path)).map((path) => `${layer} open what nobody declared: ${path}`),
    ...[...expected].filter((path) => !actual.has(path)).map((path) => `${layer} shut what was declared: ${path}`),
  ];
}

/** A pod that nobody may reach has one rule, from itself, because an empty list reads like a mistake; it may not go out there. */
function isPlaceholder(path: string, expected: Reach): boolean {
  const [from] = path.split(' -> ');
  return from === target(path) && ![...expected].some((other) => target(other) === from);
}

function target(path: string): string {
  return path.split(' -> ')[1].replace(/ (TCP|UDP)\/\d+$/, '');
}
