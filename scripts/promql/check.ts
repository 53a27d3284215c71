/**
 * What is wrong with a PromQL expression, beside what Prometheus itself would say: metrics and labels that nothing tells, windows that
 * miss scrapes, quantiles of buckets that were summed away. For rules and dashboards, on Prometheus' own grammar.
 */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** Labels by the name of a series, `_bucket`, `_sum` and `_count` of histograms included. */
export type KnownSeries = ReadonlyMap<string, ReadonlySet<string>>;

const overRanges = new Set(["rate", "irate", "increase", "delta", "deriv", "changes", "resets"]);
/** Stands for a variable of Grafana while the expression is parsed: a duration that nobody would write. */
const rateInterval = "61s";

/** One sentence a problem; empty if there is none. Grafana's variables may stand in strings and as durations. */
export function problemsOf(expression: string, known: KnownSeries): string[] {
  const text = expression.replaceAll("$__rate_interval", rateInterval).replaceAll("$__interval", "62s");
  const tree = parser.parse(text);
  const query = { text, tree };
  return [...syntaxOf(query), ...seriesOf(query, known), ...labelsIn(query, known), ...quantilesOf(query)];
}

/** Windows of functions over ranges that Grafana does not choose by the scrape interval. */
export function fixedWindowsOf(expression: string): string[] {
  const text = expression.replaceAll("$__rate_interval", rateInterval).replaceAll("$__interval", "62s");
  const query = { text, tree: parser.parse(text) };
  return nodesOf(query, "FunctionCall").flatMap((call) => {
    const name = textOf(query, call.getChild("FunctionIdentifier"));
    if (!overRanges.has(name)) return [];
    const range = call.getChild("FunctionCallBody")?.getChild("MatrixSelector")?.getChild("DurationExpr");
    const window = textOf(query, range ?? null);
    return window === rateInterval ? [] : [`${name} over ${window || "no range"}: use [$__rate_interval]`];
  });
}

/** Names of the series that an expression asks for. */
export function namesIn(expression: string): string[] {
  const text = expression.replaceAll("$__rate_interval", rateInterval).replaceAll("$__interval", "62s");
  const query = { text, tree: parser.parse(text) };
  return nodesOf(query, "VectorSelector").map((selector) => textOf(query, selector.getChild("Identifier")));
}

interface Query {
  text: string;
  tree: Tree;
}

function syntaxOf(query: Query): string[] {
  return nodesOf(query, "⚠").map(({ from }) => `syntax error at "${query.text.slice(from, from + 30)}"`);
}

function seriesOf(query: Query, known: KnownSeries): string[] {
  return nodesOf(query, "VectorSelector").flatMap((selector) => {
    const name = textOf(query, selector.getChild("Identifier"));
    const labels = known.get(name);
    if (labels === undefined) return [`nothing tells "${name}"`];
    const matchers = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
    return matchers
      .map((matcher) => textOf(query, matcher.getChild("LabelName")))
      .filter((label) => !labels.has(label))
      .map((label) => `"${name}" has no label "${label}"`);
  });
}

/** Labels that are grouped or joined by must come from somewhere: a series, or label_replace. */
function labelsIn(query: Query, known: KnownSeries): string[] {
  const names = nodesOf(query, "VectorSelector").map((node) => textOf(query, node.getChild("Identifier")));
  const there = new Set(names.flatMap((name) => [...(known.get(name) ?? [])]));
  for (const call of nodesOf(query, "FunctionCall")) {
    if (textOf(query, call.getChild("FunctionIdentifier")) !== "label_replace") continue;
    const [target] = call.getChild("FunctionCallBody")?.getChildren("StringLiteral") ?? [];
    there.add(textOf(query, target ?? null).slice(1, -1));
  }
  return nodesOf(query, "GroupingLabels")
    .flatMap((group) => group.getChildren("LabelName"))
    .map((label) => textOf(query, label))
    .filter((label) => !there.has(label))
    .map((label) => `no series here has the label "${label}"`);
}

function quantilesOf(query: Query): string[] {
  return nodesOf(query, "FunctionCall")
    .filter((call) => textOf(query, call.getChild("FunctionIdentifier")) === "histogram_quantile")
    .flatMap((call) => {
      const sum = call.getChild("FunctionCallBody")?.getChild("AggregateExpr");
      const modifier = sum?.getChild("AggregateModifier");
      const labels = modifier?.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
      const keeps = labels.some((label) => textOf(query, label) === "le");
      // Without an aggregation every label is there.
      return sum && keeps !== (modifier?.getChild("By") !== null)
        ? ["histogram_quantile: the sum below it loses the label le"]
        : [];
    });
}

function nodesOf({ tree }: Query, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter: ({ node }) => {
      if (node.name === name) found.push(node);
    },
  });
  return found;
}

function textOf({ text }: Query, node: SyntaxNode | null): string {
  return node ? text.slice(node.from, node.to) : "";
}
