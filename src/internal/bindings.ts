/* eslint-disable @typescript-eslint/no-require-imports */

/**
 * The bindings of custom resources. They are large and most programs use few of them, so each is loaded when its first
 * object is made, and nowhere else.
 */
export const bindings = {
  get apiGateway() {
    return require('../../imports/gateway.networking.k8s.io/gateway') as typeof import('../../imports/gateway.networking.k8s.io/gateway');
  },
  get authorizationPolicy() {
    return require('../../imports/security.istio.io/authorizationpolicy') as typeof import('../../imports/security.istio.io/authorizationpolicy');
  },
  get certificate() {
    return require('../../imports/cert-manager.io/certificate') as typeof import('../../imports/cert-manager.io/certificate');
  },
  get clusterIssuer() {
    return require('../../imports/cert-manager.io/clusterissuer') as typeof import('../../imports/cert-manager.io/clusterissuer');
  },
  get envoyFilter() {
    return require('../../imports/networking.istio.io/envoyfilter') as typeof import('../../imports/networking.istio.io/envoyfilter');
  },
  get externalSecret() {
    return require('../../imports/external-secrets.io/externalsecret') as typeof import('../../imports/external-secrets.io/externalsecret');
  },
  get gateway() {
    return require('../../imports/networking.istio.io/gateway') as typeof import('../../imports/networking.istio.io/gateway');
  },
  get grpcRoute() {
    return require('../../imports/gateway.networking.k8s.io/grpcroute') as typeof import('../../imports/gateway.networking.k8s.io/grpcroute');
  },
  get httpRoute() {
    return require('../../imports/gateway.networking.k8s.io/httproute') as typeof import('../../imports/gateway.networking.k8s.io/httproute');
  },
  get infisicalSecret() {
    return require('../../imports/secrets.infisical.com/infisicalsecret') as typeof import('../../imports/secrets.infisical.com/infisicalsecret');
  },
  get infisicalStaticSecret() {
    return require('../../imports/secrets.infisical.com/infisicalstaticsecret') as typeof import('../../imports/secrets.infisical.com/infisicalstaticsecret');
  },
  get objectStore() {
    return require('../../imports/barmancloud.cnpg.io/objectstore') as typeof import('../../imports/barmancloud.cnpg.io/objectstore');
  },
  get peerAuthentication() {
    return require('../../imports/security.istio.io/peerauthentication') as typeof import('../../imports/security.istio.io/peerauthentication');
  },
  get podMonitor() {
    return require('../../imports/monitoring.coreos.com/podmonitor') as typeof import('../../imports/monitoring.coreos.com/podmonitor');
  },
  get postgresCluster() {
    return require('../../imports/postgresql.cnpg.io/cluster') as typeof import('../../imports/postgresql.cnpg.io/cluster');
  },
  get prometheusRule() {
    return require('../../imports/monitoring.coreos.com/prometheusrule') as typeof import('../../imports/monitoring.coreos.com/prometheusrule');
  },
  get scheduledBackup() {
    return require('../../imports/postgresql.cnpg.io/scheduledbackup') as typeof import('../../imports/postgresql.cnpg.io/scheduledbackup');
  },
  get referenceGrant() {
    return require('../../imports/gateway.networking.k8s.io/referencegrant') as typeof import('../../imports/gateway.networking.k8s.io/referencegrant');
  },
  get scaledObject() {
    return require('../../imports/keda.sh/scaledobject') as typeof import('../../imports/keda.sh/scaledobject');
  },
  get sealedSecret() {
    return require('../../imports/bitnami.com/sealedsecret') as typeof import('../../imports/bitnami.com/sealedsecret');
  },
  get serviceEntry() {
    return require('../../imports/networking.istio.io/serviceentry') as typeof import('../../imports/networking.istio.io/serviceentry');
  },
  get sidecar() {
    return require('../../imports/networking.istio.io/sidecar') as typeof import('../../imports/networking.istio.io/sidecar');
  },
  get triggerAuthentication() {
    return require('../../imports/keda.sh/triggerauthentication') as typeof import('../../imports/keda.sh/triggerauthentication');
  },
  get verticalPodAutoscaler() {
    return require('../../imports/autoscaling.k8s.io/verticalpodautoscaler') as typeof import('../../imports/autoscaling.k8s.io/verticalpodautoscaler');
  },
  get virtualService() {
    return require('../../imports/networking.istio.io/virtualservice') as typeof import('../../imports/networking.istio.io/virtualservice');
  },
};
