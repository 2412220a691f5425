/** A service that is known by its ports, images and programs: a row of `rules/knowledge/services.yaml`. */
export interface Service {
  readonly name: string;
  readonly product: string;
  readonly kind: string;
  readonly ports: readonly ServicePort[];
  readonly cleartext: "always" | "optional" | "never";
  readonly authentication: "none" | "optional" | "required";
  readonly amplifies?: boolean;
  /** Repositories without registry and tag: `postgres`, `bitnami/postgresql`. */
  readonly images?: readonly string[];
  readonly programs?: readonly string[];
  readonly sources: readonly string[];
}

export interface ServicePort {
  readonly port: number;
  readonly transport: "tcp" | "udp" | "sctp";
  /** The service that is assumed where nothing but the port is known; at most one service for a port. */
  readonly assumed?: boolean;
}
