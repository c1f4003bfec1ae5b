import { Manifest } from '../support/manifests';

/** What a reader of the dashboard would stumble over; the rules are those of Grafana's dashboard-linter that apply, and our own. */
export function lintDashboard(dashboard: Manifest): string[] {
  const panels: Manifest[] = dashboard.panels ?? [];
  return [
    ...complain(!/^[a-zA-Z0-9_-]{1,40}$/.test(dashboard.uid), 'uid is not 1 to 40 plain characters'),
    ...complain(!dashboard.title || !dashboard.description, 'no title or description'),
    ...complain(panels.length === 0, 'no panel'),
    ...complain(!dashboard.templating?.list?.some(isDataSource), 'no variable for the data source'),
    ...complain(new Set(panels.map(({ id }) => id)).size < panels.length || panels.some(({ id }) => !(id > 0)), 'ids of panels are not unique'),
    ...complain(new Set(panels.map(({ title }) => title)).size < panels.length, 'titles of panels are not unique'),
    ...overlaps(panels),
    ...panels.flatMap(lintPanel),
  ];
}

function lintPanel(panel: Manifest): string[] {
  const targets: Manifest[] = panel.targets ?? [];
  const about = (faults: string[]): string[] => faults.map((fault) => `panel "${panel.title}": ${fault}`);
  return about([
    ...complain(!panel.title || !panel.description, 'no title or description'),
    ...complain(!panel.fieldConfig?.defaults?.unit, 'no unit'),
    ...complain(panel.options?.legend?.showLegend !== true, 'the legend is hidden'),
    ...complain(panel.options?.tooltip?.mode !== 'multi', 'the tooltip shows one line only'),
    ...complain(panel.datasource?.uid !== '${datasource}', 'the data source is fixed'),
    ...complain(targets.length === 0, 'no query'),
    ...complain(targets.some(({ refId }) => !refId) || new Set(targets.map(({ refId }) => refId)).size < targets.length, 'refIds are not unique'),
    ...targets.flatMap(lintTarget),
  ]);
}

function lintTarget({ expr, legendFormat, datasource }: Manifest): string[] {
  return [
    ...complain(!legendFormat, 'a query without a legend'),
    ...complain(datasource?.uid !== '${datasource}', 'a query with a fixed data source'),
    ...complain(/\brate\([^[]*\[(?!\$__rate_interval\])/.test(withoutText(expr)), 'a rate over a fixed window'),
  ];
}

/** A regular expression in a selector has brackets of its own. */
function withoutText(expr: string): string {
  return expr.replace(/"[^"]*"/g, '""');
}

function overlaps(panels: Manifest[]): string[] {
  const cells = panels.map(({ gridPos }) => `${gridPos.x}/${gridPos.y}`);
  return complain(new Set(cells).size < cells.length, 'panels lie on each other');
}

function isDataSource({ type, query }: Manifest): boolean {
  return type === 'datasource' && query === 'prometheus';
}

function complain(faulty: boolean, text: string): string[] {
  return faulty ? [text] : [];
}
