import { createHash } from 'crypto';
import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Guard } from './guard';

/** The longest name that leaves room for what the control plane appends to it. */
export enum NameLimit {
  /** StatefulSet and CronJob: pods and jobs get a number, a hash or a date behind the name. */
  NUMBERED = 52,
  /** CloudNativePG appends to the cluster's name. */
  POSTGRES_CLUSTER = 50,
  DEFAULT = 63,
  /** Files: room for an ending and for what tools put around a name. */
  FILE = 200,
}

/**
 * What an object is called: the ids below its chart joined by a dash, without a hash, `Default` left out.
 *
 * Names stay stable when a construct is wrapped in a `Default`, and a rename of an id renames the object: ids are public.
 */
export function objectName(construct: IConstruct, limit: NameLimit = NameLimit.DEFAULT): string {
  const chart = Chart.of(construct);
  const scopes = construct.node.scopes;
  const named = scopes.slice(scopes.indexOf(chart) + 1).filter((scope) => isNamed(scope.node.id));
  return limitName(named.map(nameOf).join('-') || dnsSafe(chart.node.id) || 'default', limit);
}

/** Cuts a name that is too long and makes it unique again by a hash of the whole. */
export function limitName(name: string, limit: NameLimit): string {
  if (name.length <= limit) {
    return name;
  }
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, limit - hash.length - 1).replace(/(?<!-)-+$/, '')}-${hash}`;
}

/** An id as the value of a label: without what a label cannot hold, or nothing where that is all of it. */
export function labelValue(id: string): string | undefined {
  const safe = id.replace(/[^-A-Za-z0-9_.]+/g, '-').replace(/^[-_.]+/, '').replace(/(?<![-_.])[-_.]+$/, '');
  return safe === '' ? undefined : limitName(safe, NameLimit.DEFAULT);
}

/** `data-customers` as the prefix of variables: `DATA_CUSTOMERS`. */
export function variablePrefix(id: string): string {
  return id.toUpperCase().replace(/[^A-Z0-9]+/g, '_').replace(/^(?=[0-9])/, '_');
}

/** A short fingerprint of content, for annotations that restart pods when their configuration changes. */
export function checksum(content: Record<string, string>): string {
  return createHash('sha256').update(JSON.stringify(Object.entries(content).sort())).digest('hex').slice(0, 16);
}

function isNamed(id: string): boolean {
  return id !== 'Default' && id !== 'Resource' && id !== '';
}

function nameOf(construct: IConstruct): string {
  const { id } = construct.node;
  return dnsSafe(id) || new Guard(construct).fail('id', id, 'an id with a letter from a to z or a digit', 'objects are named after it; write it like "api"');
}

function dnsSafe(id: string): string {
  return id.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|(?<!-)-+$/g, '');
}
