import { IConstruct } from 'constructs';
import { Guard } from '../internal/guard';
import { Platform } from './platform';

const VARIABLE = 'CDK8S_AGENT_PLATFORMS';

/** The names of the Platforms that a program writes, or nothing where it writes all. */
export function givenPlatforms(guard: Guard, given: string[] | undefined): string[] | undefined {
  const names = given ?? process.env[VARIABLE]?.split(',').map((name) => name.trim());
  if (names === undefined) {
    return undefined;
  }
  guard.list('platforms', names, 1, `leave it and ${VARIABLE} out for all Platforms`);
  names.forEach((name, index) => guard.dnsLabel(`platforms[${index}]`, name));
  return [...names];
}

/** Refuses ids that do not match any Platform of the app. */
export function requirePlatforms(guard: Guard, app: IConstruct, names: string[]): void {
  const there = app.node.findAll().filter((construct) => construct instanceof Platform).map(({ node }) => node.id);
  names.forEach((name, index) => {
    if (!there.includes(name)) {
      guard.fail(`platforms[${index}]`, name, there.length > 0 ? `the id of a Platform of this app: ${there.join(', ')}` : 'the id of a Platform, and the app has none',
        `correct it here or in ${VARIABLE}, wherever it comes from`, 'NotFound');
    }
  });
}
