import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { found } from "./judges";

/** A filesystem mirror of providers that holds `hashicorp/aws` (Terraform CLI configuration, "Provider Installation"). */
const plugins = process.env["PORTCULLIS_TERRAFORM_PLUGINS"] ?? "";

/** Terraform with its AWS provider, where this machine has both. */
export const terraformWithAws = existsSync(plugins) ? found("terraform") : undefined;

const provider = `terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
`;

/** A workshop in which Terraform plans one configuration after the other, without any account. */
export interface Workshop {
  /** The plan of files by their names, as `terraform show -json` prints it, less what changes from machine to machine. */
  readonly plan: (texts: Readonly<Record<string, string>>) => string;
  /** The arguments of each type of resource, as `terraform providers schema -json` prints them. */
  readonly schema: () => string;
  readonly close: () => void;
}

export function workshopOf(terraform: string, providers: "with AWS" | "without providers" = "with AWS"): Workshop {
  const more: Readonly<Record<string, string>> = providers === "with AWS" ? { "provider.tf": provider } : {};
  const folder = mkdtempSync(join(tmpdir(), "portcullis-plans-"));
  const settings = join(folder, "cli.tfrc");
  const mirror = `provider_installation {\n  filesystem_mirror {\n    path = "${plugins}"\n  }\n}\n`;
  writeFileSync(settings, providers === "with AWS" ? mirror : "");
  const run = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(terraform, args, {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: "1" },
    });
    if (status !== 0) throw new Error(`terraform ${args.join(" ")}: ${stderr}${stdout}`);
    return stdout;
  };
  let written: readonly string[] = [];
  const plan: Workshop["plan"] = (texts) => {
    for (const path of written) rmSync(join(folder, path));
    for (const [path, text] of Object.entries({ ...texts, ...more })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    written = [...Object.keys(texts), ...Object.keys(more)];
    run("init", "-input=false");
    run("plan", "-input=false", "-refresh=false", "-out=made");
    return lasting(run("show", "-json", "made"));
  };
  return {
    plan,
    schema: () => {
      for (const [path, text] of Object.entries(more)) writeFileSync(join(folder, path), text);
      run("init", "-input=false");
      return run("providers", "schema", "-json");
    },
    close: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

const passing = new Set(["timestamp", "provider_name", "provider_config", "provider_config_key", "full_name"]);

function lasting(json: string): string {
  const plan: unknown = JSON.parse(json, (key, value: unknown) => (passing.has(key) ? undefined : value));
  return `${JSON.stringify(plan, null, 2)}\n`;
}
