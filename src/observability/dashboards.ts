/** How dashboards are provided to Grafana. */
export class Dashboards {
  /**
   * One ConfigMap per component, with the label `grafana_dashboard: "1"`, which the sidecar of Grafana's Helm chart loads.
   *
   * @see https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards
   */
  public static grafanaSidecar(): Dashboards {
    return new Dashboards({ grafana_dashboard: '1' });
  }

  /** No dashboards. */
  public static none(): Dashboards {
    return new Dashboards();
  }

  private constructor(
    /** @internal */
    public readonly _labels?: Record<string, string>,
  ) {}
}
