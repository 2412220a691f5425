import type { Trait, TraitName } from "../../model/facts";
import type { AnswerFile } from "./answers";
import { balancerSubject } from "./endpoints";
import { accountSubject, itemsAt, objectsOf, placeAt, textAt, type AccountObject } from "./objects";

/** A field of an object that says that it is public. */
interface Switch {
  readonly key: string;
  readonly trait: TraitName;
  /** Fields that name the object; the first that is there counts. */
  readonly names: readonly string[];
  readonly field: string;
  readonly on: string;
}

const switches: readonly Switch[] = [
  {
    key: "Subnets",
    trait: "assigns-public-addresses",
    names: ["SubnetId"],
    field: "MapPublicIpOnLaunch",
    on: "true",
  },
  accessible("DBInstances", ["DBInstanceArn", "DBInstanceIdentifier"]),
  accessible("Clusters", ["ClusterIdentifier"]),
  accessible("ReplicationInstances", ["ReplicationInstanceArn"]),
  faces("LoadBalancers"),
  faces("LoadBalancerDescriptions"),
];

function accessible(key: string, names: readonly string[]): Switch {
  return { key, trait: "publicly-accessible", names, field: "PubliclyAccessible", on: "true" };
}

function faces(key: string): Switch {
  return { key, trait: "faces-internet", names: [], field: "Scheme", on: "internet-facing" };
}

/** What the objects of an account are declared to be. */
export function traitsIn(files: readonly AnswerFile[]): readonly Trait[] {
  const declared = switches.flatMap((one) =>
    objectsOf(files, one.key)
      .filter((object) => textAt(object, one.field) === one.on)
      .map((object) => traitOf(object, one)),
  );
  return [...declared, ...publicInstances(files)];
}

function traitOf(object: AccountObject, { trait, names, field, on }: Switch): Trait {
  const texts = names.flatMap((name) => textAt(object, name) ?? []);
  const shown = texts.at(-1) ?? "an object without a name";
  const subject = names.length === 0 ? balancerSubject(object) : accountSubject(object, texts[0] ?? shown, shown);
  return {
    kind: "trait",
    subject,
    trait,
    holds: { known: true },
    detail: `${field}: ${on}`,
    at: placeAt(object, field),
  };
}

function publicInstances(files: readonly AnswerFile[]): readonly Trait[] {
  return objectsOf(files, "Reservations")
    .flatMap((reservation) => itemsAt(reservation, "Instances"))
    .flatMap((instance): readonly Trait[] => {
      const address = textAt(instance, "PublicIpAddress");
      const id = textAt(instance, "InstanceId");
      if (address === undefined || id === undefined) return [];
      const subject = accountSubject(instance, id);
      const at = placeAt(instance, "PublicIpAddress");
      return [{ kind: "trait", subject, trait: "takes-public-address", holds: { known: true }, detail: address, at }];
    });
}
