import { createServer, type IncomingMessage, type Server } from "node:http";

/** What goes wrong with an action of an API of AWS, everywhere or in one region. */
export interface Fault {
  readonly action: string;
  readonly region?: string;
  readonly is:
    | { readonly kind: "pages"; readonly size: number }
    | { readonly kind: "error"; readonly code: string; readonly status: number; readonly times?: number }
    | { readonly kind: "delay"; readonly milliseconds: number }
    | { readonly kind: "answer"; readonly xml: string }
    | { readonly kind: "cut short" }
    | { readonly kind: "same token" };
}

export interface FaultProxy {
  readonly url: string;
  /** Every action that was asked, as `region action`. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

/** What EC2 answers of VPC Block Public Access, which moto does not know: the mode, and a subnet that is excluded. */
export function blockAnswers(mode: string, excluded?: string): readonly Fault[] {
  const answer = (action: string, inner: string): Fault => {
    const xml = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>0</requestId>${inner}</${action}Response>`;
    return { action, is: { kind: "answer", xml } };
  };
  const options = `<vpcBlockPublicAccessOptions><awsRegion>here</awsRegion><state>update-complete</state><internetGatewayBlockMode>${mode}</internetGatewayBlockMode></vpcBlockPublicAccessOptions>`;
  const item =
    excluded === undefined
      ? ""
      : `<item><exclusionId>vpcbpa-exclude-1</exclusionId><internetGatewayExclusionMode>allow-bidirectional</internetGatewayExclusionMode><resourceArn>arn:aws:ec2:here:123456789012:subnet/${excluded}</resourceArn><state>create-complete</state></item>`;
  return [
    answer("DescribeVpcBlockPublicAccessOptions", options),
    answer(
      "DescribeVpcBlockPublicAccessExclusions",
      `<vpcBlockPublicAccessExclusionSet>${item}</vpcBlockPublicAccessExclusionSet>`,
    ),
  ];
}

/** Stands before something that answers like EC2, and does to its answers what the real one and networks do. */
export async function startFaultProxy(target: string, faults: readonly Fault[]): Promise<FaultProxy> {
  const asked: string[] = [];
  const left = new Map(faults.map((fault) => [fault, fault.is.kind === "error" ? (fault.is.times ?? Infinity) : 0]));
  const server = createServer((request, response) => {
    void (async () => {
      const body = await bodyOf(request);
      const query = new URLSearchParams(body);
      const action = query.get("Action") ?? "";
      const scope = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? "");
      const [, region = "", service = ""] = scope ?? [];
      asked.push(`${region} ${action}`);
      const mine = faults.filter((fault) => fault.action === action && (fault.region ?? region) === region);
      for (const fault of mine) {
        const { is } = fault;
        const times = left.get(fault) ?? 0;
        if (is.kind === "answer") {
          response.writeHead(200, { "content-type": "text/xml" }).end(is.xml);
          return;
        }
        if (is.kind === "delay") await new Promise((resolve) => setTimeout(resolve, is.milliseconds));
        if (is.kind !== "error" || times === 0) continue;
        left.set(fault, times - 1);
        response.writeHead(is.status, { "content-type": "text/xml" }).end(errorOf(is.code, service));
        return;
      }
      const headers = {
        "content-type": "application/x-www-form-urlencoded",
        authorization: request.headers.authorization ?? "",
      };
      const answer = await fetch(target, { method: "POST", body, headers });
      let text = await answer.text();
      for (const { is } of mine) {
        if (is.kind === "pages") text = pageOf(text, Number(query.get("NextToken") ?? 0), is.size);
        if (is.kind === "cut short") text = text.slice(0, text.length >> 1);
        if (is.kind === "same token") text = withToken(text, "again");
      }
      response.writeHead(answer.status, { "content-type": "text/xml" }).end(text);
    })();
  });
  const url = await listening(server);
  return {
    url,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

/** The form of EC2's errors (EC2 API Reference, "API error codes"), and that of the services after it ("Common Errors"). */
function errorOf(code: string, service: string): string {
  if (service !== "ec2")
    return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>of the fault proxy</Message></Error><RequestId>0</RequestId></ErrorResponse>`;
  return `<?xml version="1.0"?><Response><Errors><Error><Code>${code}</Code><Message>of the fault proxy</Message></Error></Errors><RequestID>0</RequestID></Response>`;
}

/** One page of the list in an answer: its items from an offset on, which is the token of the page before. */
function pageOf(xml: string, from: number, size: number): string {
  const list = /<(\w+(?:Info|Set))>/.exec(xml);
  if (!list) return xml;
  const start = list.index + list[0].length;
  const end = xml.lastIndexOf(`</${list[1]!}>`);
  const items = itemsIn(xml.slice(start, end));
  const page = xml.slice(0, start) + items.slice(from, from + size).join("") + xml.slice(end);
  return from + size < items.length ? withToken(page, String(from + size)) : page;
}

/** The items that stand in no other item. */
function itemsIn(xml: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: tag, index } of xml.matchAll(/<\/?item>/g)) {
    if (tag === "<item>" && depth++ === 0) start = index;
    if (tag === "</item>" && --depth === 0) items.push(xml.slice(start, index + tag.length));
  }
  return items;
}

function withToken(xml: string, token: string): string {
  return xml.replace(/<\/\w+Response>\s*$/, (end) => `<nextToken>${token}</nextToken>${end}`);
}
