import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { covers as coversRule, describe, Exception as Excepted } from '../../src/check/exceptions';
import { Finding } from '../findings';
import { Example } from '../manifests';
import { ToolFinding } from './finding';

/** A rule of one of the tools that we break knowingly. */
export interface Exception extends Excepted {
  readonly tool: string;
}

export function readExceptions(): Exception[] {
  return parse(readFileSync(join(__dirname, '..', 'exceptions.yaml'), 'utf8')) ?? [];
}

export const covers = (exception: Exception, finding: ToolFinding, securityProfile: string) =>
  exception.tool === finding.tool && coversRule(exception, finding, securityProfile);

export interface Sorted {
  /** What no exception covers. */
  readonly open: ToolFinding[];
  readonly excepted: ToolFinding[];
  readonly used: Set<Exception>;
}

export function sort(findings: ToolFinding[], exceptions: Exception[], example: Example): Sorted {
  const used = new Set<Exception>();
  const open: ToolFinding[] = [];
  const excepted: ToolFinding[] = [];
  for (const finding of findings) {
    const matching = exceptions.filter((exception) => covers(exception, finding, example.securityProfile));
    matching.forEach((exception) => used.add(exception));
    (matching.length > 0 ? excepted : open).push(finding);
  }
  return { open, excepted, used };
}

/** An exception that nothing needs any more must go, or it would hide the next fault. */
export function unused(exceptions: Exception[], used: Set<Exception>): Finding[] {
  return exceptions
    .filter((exception) => !used.has(exception))
    .map((exception) => ({
      check: 'exceptions.yaml',
      object: `${exception.tool} ${describe(exception)}`,
      cause: 'this exception no longer applies to any example: delete it',
    }));
}
