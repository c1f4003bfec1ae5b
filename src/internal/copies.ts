import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-29';

/** The packages of the classes that are not ours. */
const FOREIGN = new Map<Function, string>([[Duration, 'cdk8s'], [Size, 'cdk8s'], [Cpu, 'cdk8s-plus-29']]);

/** The package that is installed twice, where a value is of a class of the same name as this one, but of another copy. */
export function packageInstalledTwice(value: unknown, type: Function): string | undefined {
  return classNames(value).includes(type.name) ? FOREIGN.get(type) ?? 'cdk8s-agent-platform' : undefined;
}

function classNames(value: unknown): unknown[] {
  const names: unknown[] = [];
  for (let at = typeof value === 'object' ? value : null; at !== null; at = Object.getPrototypeOf(at)) {
    names.push(Object.getOwnPropertyDescriptor(at, 'constructor')?.value?.name);
  }
  return names;
}
