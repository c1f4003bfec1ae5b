import { Manifest } from '../support/manifests';
import { Document, Peer } from './cluster';
import { differences, differs } from './differences';
import { Memory } from './evaluator';
import { examplePlatforms } from './examples';
import { System, systemOf } from './system';

const SYSTEMS = examplePlatforms().map(({ name, app, platform }): [string, System] => [name, systemOf(app, platform)]);

test('there are systems to look at', () => {
  expect(SYSTEMS.map(([name]) => name)).toEqual(expect.arrayContaining(['agent-fleet, production', 'agent-fleet, staging', 'quickstart, quickstart']));
});

test.each(SYSTEMS)('in %s exactly what was declared can be reached', (_, system) => {
  expect(system.expected.size).toBeGreaterThan(0);
  expect(differences(system, system.documents)).toEqual([]);
});

/** One change by hand to one policy, and what it is called. */
type Mutation = [string, Manifest];

const CLOSED = SYSTEMS.filter(([name]) => !name.includes('staging'));

test.each(CLOSED)('in %s every change by hand is found', (_, system) => {
  const mutations = system.documents.flatMap((document) => mutationsOf(document, system).map(([what, object]): [string, Document[]] =>
    [`${document.object.kind} ${document.object.metadata.namespace}/${document.object.metadata.name}: ${what}`, replace(system.documents, document, object)]));
  const memory = new Memory();
  expect(mutations.length).toBeGreaterThan(30);
  expect(mutations.filter(([, documents]) => !differs(system, documents, memory)).map(([what]) => what)).toEqual([]);
});

/** Only changes that mean something: what repeats the namespace's own default deny may go without an effect. */
function mutationsOf({ object }: Document, { peers }: System): Mutation[] {
  switch (object.kind) {
    case 'NetworkPolicy': return networkMutations(object, singleSets(peers));
    case 'AuthorizationPolicy': return authorizationMutations(object);
    default: return [];
  }
}

/** Namespaces in which one set of pods stands for all that could reach or be reached: whoever else is there is shut in by default. */
function singleSets(peers: Peer[]): Set<string> {
  const ours = peers.filter(({ own, path }) => own && path !== '').map(({ namespace }) => namespace!);
  return new Set(ours.filter((namespace) => ours.filter((other) => other === namespace).length === 1));
}

function networkMutations(object: Manifest, singles: Set<string>): Mutation[] {
  const isDefault = object.metadata.name === 'default-deny';
  const letsIn = (object.spec.ingress ?? []).some((rule: Manifest) => rule.ports !== undefined);
  return [
    ['deleted', undefined],
    ['everybody let in', change(object, (spec) => spec.ingress = [...spec.ingress ?? [], {}])],
    ['let out everywhere', change(object, (spec) => spec.egress = [...spec.egress ?? [], {}])],
    ['no longer about what goes out', change(object, (spec) => spec.policyTypes = ['Ingress'])],
    ...letsIn || isDefault ? [['no longer about what comes in', change(object, (spec) => spec.policyTypes = ['Egress'])] as Mutation] : [],
    ...['ingress', 'egress'].flatMap((direction) => (object.spec[direction] ?? []).flatMap((rule: Manifest, index: number) => ruleMutations(object, direction, rule, index, singles))),
  ];
}

function authorizationMutations(object: Manifest): Mutation[] {
  const { rules = [] } = object.spec;
  return [
    ...rules.length > 0 || object.metadata.name === 'default-deny' ? [['deleted', undefined] as Mutation] : [],
    ['everybody authorized', change(object, (spec) => spec.rules = [...rules, {}])],
    ...rules.flatMap((rule: Manifest, index: number): Mutation[] => [
      [`rule ${index} removed`, change(object, (spec) => spec.rules.splice(index, 1))],
      [`rule ${index} for every port`, change(object, (spec) => delete spec.rules[index].to)],
      ...rule.from ? [[`rule ${index} for everybody`, change(object, (spec) => delete spec.rules[index].from)] as Mutation] : [],
    ]),
  ];
}

function ruleMutations(object: Manifest, direction: string, rule: Manifest, index: number, singles: Set<string>): Mutation[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  const name = `${direction} ${index}`;
  // A rule that names only the pods themselves says that nobody is meant: without it nobody is meant either.
  const placeholder = rule.ports === undefined;
  // A gateway that the public network reaches is open to every address already.
  const isOpen = rule[side].some(({ ipBlock }: Manifest) => ipBlock?.cidr === '0.0.0.0/0' && !ipBlock.except);
  return [
    ...placeholder ? [] : [
      [`${name} removed`, change(object, (spec) => spec[direction].splice(index, 1))] as Mutation,
      [`${name} without ports`, change(object, (spec) => delete spec[direction][index].ports)] as Mutation,
    ],
    ...isOpen ? [] : [[`${name} without peers`, change(object, (spec) => delete spec[direction][index][side])] as Mutation],
    ...rule[side].flatMap((peer: Manifest, at: number): Mutation[] => [
      ...peer.podSelector ? [[`${name} in every namespace`, change(object, (spec) => spec[direction][index][side][at].namespaceSelector = {})] as Mutation] : [],
      ...peer.namespaceSelector && peer.podSelector && !singles.has(peer.namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'])
        ? [[`${name} for every pod of the namespace`, change(object, (spec) => delete spec[direction][index][side][at].podSelector)] as Mutation] : [],
      ...peer.ipBlock && !isOpen ? [[`${name} to every address`, change(object, (spec) => spec[direction][index][side][at].ipBlock = { cidr: '0.0.0.0/0' })] as Mutation] : [],
    ]),
  ];
}

function change(object: Manifest, edit: (spec: Manifest) => void): Manifest {
  const changed = structuredClone(object);
  edit(changed.spec);
  return changed;
}

/** The documents with one in another form; without it where there is none. */
function replace(documents: Document[], original: Document, object: Manifest): Document[] {
  return documents.flatMap((document) => document !== original ? [document] : object === undefined ? [] : [{ ...document, object }]);
}
