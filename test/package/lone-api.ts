import { App, Chart } from 'cdk8s';
import { AgentApi } from 'cdk8s-agent-platform';

const image = 'ghcr.io/acme/agent-api:1.8.0';
const app = new App();
const chart = new Chart(app, 'chart');
new AgentApi(chart, 'api', { image });
app.synth();
