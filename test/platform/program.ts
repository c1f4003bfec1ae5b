import { AgentApi, AgentController, Coordination, ExternalService, Mesh, Namespace, Platform, PlatformApp, SynthReporting } from '../../src';

/** A program that is run in processes of its own. */
const app = new PlatformApp({ outdir: process.argv[2], reporting: SynthReporting.SILENT });
const agents = new Namespace(new Platform(app, 'production', { mesh: Mesh.istio() }), 'agents');
const model = new ExternalService(agents, 'model', { host: 'api.example.com', port: 443 });
const api = new AgentApi(agents, 'api', { image: 'ghcr.io/acme/agent-api:1.8.0', configFiles: { 'b.yaml': 'b', 'a.yaml': 'a' } });
api.connectTo(model);
new AgentController(agents, 'controller', { image: 'ghcr.io/acme/agent-controller:1.8.0', coordination: Coordination.leaderElection() }).connectTo(api);
app.synth();
