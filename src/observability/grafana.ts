import { createHash } from 'crypto';
import { Panel } from '../model/monitoring-plan';

/* eslint-disable @typescript-eslint/no-require-imports */
/** Grafana's own library is large and only used by stacks with dashboards: it is loaded with the first of them, and only here. */
const sdk = {
  get common() {
    return require('@grafana/grafana-foundation-sdk/common') as typeof import('@grafana/grafana-foundation-sdk/common');
  },
  get dashboard() {
    return require('@grafana/grafana-foundation-sdk/dashboard') as typeof import('@grafana/grafana-foundation-sdk/dashboard');
  },
  get prometheus() {
    return require('@grafana/grafana-foundation-sdk/prometheus') as typeof import('@grafana/grafana-foundation-sdk/prometheus');
  },
  get timeseries() {
    return require('@grafana/grafana-foundation-sdk/timeseries') as typeof import('@grafana/grafana-foundation-sdk/timeseries');
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */

export interface DashboardPlan {
  /** The path of the construct that it is about. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly tags: string[];
  readonly panels: Panel[];
}

const DATA_SOURCE = { type: 'prometheus', uid: '${datasource}' };
const [WIDTH, HEIGHT] = [12, 8];

/** What Grafana knows a dashboard by, the same at every synthesis; links to it stay whole. */
export function dashboardUid(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 32);
}

/** The dashboard as Grafana imports it. */
export function renderDashboard(plan: DashboardPlan): string {
  const { DashboardBuilder, DashboardCursorSync, DatasourceVariableBuilder } = sdk.dashboard;
  const builder = new DashboardBuilder(plan.title)
    .uid(dashboardUid(plan.path))
    .description(plan.description)
    .tags(plan.tags)
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .refresh('1m')
    .withVariable(new DatasourceVariableBuilder('datasource')
      .label('Data source').type('prometheus').current({ selected: false, text: 'default', value: 'default' }));
  plan.panels.forEach((panel, index) => builder.withPanel(renderPanel(panel, index + 1)));
  return `${JSON.stringify(builder.build(), undefined, 2)}\n`;
}

function renderPanel(panel: Panel, id: number): InstanceType<typeof sdk.timeseries.PanelBuilder> {
  const { LegendDisplayMode, LegendPlacement, SortOrder, TooltipDisplayMode, VizLegendOptionsBuilder, VizTooltipOptionsBuilder } = sdk.common;
  const builder = new sdk.timeseries.PanelBuilder()
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .unit(panel.unit)
    .datasource(DATA_SOURCE)
    .span(WIDTH)
    .height(HEIGHT)
    .fillOpacity(10)
    .legend(new VizLegendOptionsBuilder()
      .showLegend(true).displayMode(LegendDisplayMode.Table).placement(LegendPlacement.Bottom).calcs(['lastNotNull', 'max']))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  panel.queries.forEach(({ expr, legend }, index) => builder.withTarget(new sdk.prometheus.DataqueryBuilder()
    .refId(String.fromCharCode(65 + index)).datasource(DATA_SOURCE).expr(expr).legendFormat(legend).range()));
  return builder;
}
