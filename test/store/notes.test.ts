import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { Duration, Size } from 'cdk8s';
import { differences } from '../network-model/differences';
import { systemOf } from '../network-model/system';
import { Composition, IMAGE, withHardenedPlatform, withPlatform } from '../support/platforms';
import { refusal, refusals } from '../support/refusals';
import { Notes, NotesProps } from './notes/notes';
import { NotesEngine } from './notes/notes-engine';
import { reachability } from './notes/reachability';
import { AgentApi, AlertOverride, Platform, RecoveryObjective } from 'cdk8s-agent-platform';

// A store from outside of src: what it takes is docs/stores.md, and what it is built on is exported for that.

function compose(props: NotesProps = {}): Composition<Notes> {
  return withPlatform((agents) => new Notes(agents, 'notes', props));
}

test('it is built on nothing but the package and its entry for stores', () => {
  const folder = join(__dirname, 'notes');
  const imports = readdirSync(folder).flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, from]) => from));
  expect(imports.filter((from) => !/^(\.\/notes.*|cdk8s|cdk8s-plus-29|constructs|cdk8s-agent-platform(\/store)?|\.\.\/\.\.\/network-model\/store-reachability)$/.test(from)))
    .toEqual([]);
});

test('members, volumes, a Service and monitoring', () => {
  const { made, manifests } = compose({ storage: Size.gibibytes(3), storageClass: 'fast' });
  expect(manifests().one('StatefulSet', 'notes-server').spec.volumeClaimTemplates[0].spec)
    .toMatchObject({ storageClassName: 'fast', resources: { requests: { storage: '3Gi' } } });
  expect(manifests().one('Service', 'notes').spec.ports).toEqual([{ name: 'tcp-notes', port: 7000, protocol: 'TCP', targetPort: 'notes' }]);
  expect(made.alerts.map(({ id }) => id)).toEqual(expect.arrayContaining(['NotesTargetMissing', 'NotesVolumeFillingUp', 'PodCrashLooping']));
});

test('common props are checked like those of any store', () => {
  expect(refusal(() => compose({ storage: Size.mebibytes(1) }))).toBe('[production/agents/notes] "storage" (OutOfRange)');
  expect(refusal(() => compose({ engine: {} as never }))).toBe('[production/agents/notes] "engine" (TypeInvalid)');
  expect(refusal(() => compose({ alerts: { NoSuchAlert: AlertOverride.silence() } }))).toBe('[production/agents/notes] "alerts" (NotSupported)');
});

test('an objective that the engine cannot keep is refused, and names the engine that can', () => {
  const recovery = RecoveryObjective.of({ rpo: Duration.hours(1), rto: Duration.minutes(5) });
  expect(refusals(compose({ recovery }).platform)).toEqual(['[production/agents/notes] "recovery" (Invalid)']);
  expect(compose({ recovery }).made.node.validate().join()).toContain('NotesEngine.pair() can');
  expect(refusals(compose({ recovery, engine: NotesEngine.pair() }).platform)).toEqual([]);
});

test('hardened, too', () => {
  expect(withHardenedPlatform((agents) => new Notes(agents, 'notes')).manifests().all('StatefulSet')).toHaveLength(1);
});

test('a client can connect, and exactly what was declared can be reached', () => {
  const { app, platform, manifests } = withPlatform((agents) => {
    const notes = new Notes(agents, 'notes');
    new AgentApi(agents, 'api', { image: IMAGE }).connectTo(notes);
    return notes;
  });
  expect(manifests().env('Deployment', 'api')).toMatchObject({ NOTES_HOST: 'notes.agents.svc.cluster.local', NOTES_PORT: '7000' });
  const system = systemOf(app, platform as Platform, [reachability]);
  expect(differences(system, system.documents)).toEqual([]);
});
