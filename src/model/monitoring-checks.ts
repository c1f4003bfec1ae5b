import { Guard } from '../internal/guard';
import { checkLabels } from './alert-override';
import { Alert, Panel, Severity } from './monitoring-plan';
import { promqlFault } from './promql-syntax';

/** Refuses user-defined alerts that Prometheus would not load or that are not actionable. */
export function checkAlerts(guard: Guard, prop: string, given: Alert[] | undefined): void {
  const alerts = guard.list(prop, given ?? [], 0, 'leave it out for none');
  alerts.forEach((alert, index) => {
    guard.struct(`${prop}[${index}]`, alert);
    checkAlert(guard.within(`${prop}[${index}]`), alert);
    if (alerts.slice(0, index).some(({ id }) => id === alert.id)) {
      guard.within(`${prop}[${index}]`).fail('id', alert.id, 'an id that no other alert of the list has', 'choose another one', 'Duplicate');
    }
  });
}

/** Refuses panels of a user that Grafana could not show. */
export function checkPanels(guard: Guard, prop: string, given: Panel[] | undefined): void {
  guard.list(prop, given ?? [], 0, 'leave it out for none').forEach((panel, index) => {
    const at = guard.within(`${prop}[${index}]`);
    guard.struct(`${prop}[${index}]`, panel);
    (['title', 'description', 'unit'] as const).forEach((text) => at.text(text, panel[text], 2048));
    at.list('queries', panel.queries, 1, 'give it a query').forEach((query, line) => {
      at.struct(`queries[${line}]`, query);
      checkExpr(at.within(`queries[${line}]`), typeof query.expr === 'string' ? query.expr.replaceAll('$__rate_interval', '5m') : query.expr);
      at.within(`queries[${line}]`).text('legend', query.legend, 256);
    });
  });
}

function checkAlert(guard: Guard, alert: Alert): void {
  const { id, name, expr, severity, threshold, runbook, runbookUrl, labels } = alert;
  for (const [prop, value] of Object.entries({ id, ...name === undefined ? {} : { name } })) {
    if (!/^[A-Z][A-Za-z0-9]{0,99}$/.test(guard.text(prop, value, 100))) {
      guard.fail(prop, value, 'CamelCase, with letters and digits', 'name what is wrong, object first: OrdersQueueDeep');
    }
  }
  checkExpr(guard, expr);
  guard.oneOf('severity', severity, Object.values(Severity), 'use Severity.CRITICAL, WARNING or INFO');
  (['summary', 'description'] as const).forEach((text) => guard.text(text, alert[text], 2048));
  if (alert.for !== undefined) {
    guard.duration('for', alert.for, { min: 1, max: 86400 }, 'leave it out to fire at once');
  }
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    guard.fail('threshold', threshold, 'a number', 'leave it out where the alert has none');
  }
  Object.entries({ runbook, runbookUrl }).filter(([, value]) => value !== undefined).forEach(([prop, value]) => guard.text(prop, value!, 2048));
  checkLabels(guard, labels ?? {});
}

function checkExpr(guard: Guard, expr: string): void {
  const fault = promqlFault(guard.text('expr', expr, 4096));
  if (fault !== undefined) {
    guard.fail('expr', expr, `valid PromQL (syntax error at character ${fault})`, 'try it in the Prometheus UI: one rule that cannot be parsed invalidates its whole file');
  }
}
