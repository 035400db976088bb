import { renamedFields } from '../../api.ts';
import { calleeName, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Value } from '../../trace/value.ts';

const known = new WeakMap<Trace, ReadonlyMap<Node, Node>>();
/** Through how many names and calls what is made of an object is followed until it is shown, and how deep objects are looked into. */
const deepest = 4;

/** Where the program shows this object with the names of its members: `console.table(rows)`, `console.log(JSON.stringify(rows[0]))`. Under other names it would show those. */
export function shownAt(trace: Trace, object: Node): Node | undefined {
  let found = known.get(trace);
  if (!found) known.set(trace, (found = allShown(trace)));
  return found.get(object);
}

function allShown(trace: Trace): ReadonlyMap<Node, Node> {
  const found = new Map<Node, Node>();
  const files = new Set(['console', 'stringify', 'keys', 'entries'].flatMap((word) => trace.project.filesWith(word)));
  for (const node of [...files].filter((file) => !file.endsWith('.json')).flatMap((file) => trace.project.nodes(file))) {
    for (const given of isCall(node) ? namedIn(trace, node) : []) {
      for (const literal of trace.ask(() => literalsIn(trace, trace.evaluate(given, undefined), given, 0), [])) found.set(literal, node);
    }
  }
  return found;
}

/** What a call shows together with the names of its members. */
function namedIn(trace: Trace, call: Node): readonly Node[] {
  if (isOutput(call)) return (call['arguments'] as Node[]).filter((argument) => /^(?:Identifier|(?:Optional)?MemberExpression|ObjectExpression|CallExpression|AwaitExpression)$/.test(argument.type));
  const callee = unwrap(call['callee']);
  const [given] = call['arguments'] as Node[];
  const names = isMember(callee) ? `${callee['object'].name}.${memberName(callee)}` : '';
  return given && /^(?:JSON\.stringify|Object\.(?:keys|entries))$/.test(names) && isShown(trace, call, 0) ? [given] : [];
}

/** `console.log(…)`, `process.stdout.write(…)`, `writeFileSync(…)`. */
function isOutput(call: Node): boolean {
  const callee = unwrap(call['callee']);
  if (/^(?:writeFile|appendFile)(?:Sync)?$/.test(calleeName(call))) return true;
  return isMember(callee) && (callee['object'].name === 'console' || (memberName(callee) === 'write' && isMember(callee['object']) && /^std(?:out|err)$/.test(memberName(callee['object']) ?? '')));
}

/** Members and methods that tell something about names or a text, and show none of it. */
const asking = /^(?:length|includes|indexOf|lastIndexOf|some|every|startsWith|endsWith|forEach|findIndex)$/;

/** True for what is shown itself, or by a text that is made of it. */
function isShown(trace: Trace, given: Node, depth: number): boolean {
  for (let child = given, at = given.parent; at && depth <= deepest; child = at, at = at.parent) {
    if (isCall(at) && isOutput(at)) return true;
    if (at.type === 'VariableDeclarator') return at['init'] === child && at['id'].type === 'Identifier' && bindingMentions(trace, at['id']).some((mention) => mention !== at?.['id'] && isShown(trace, mention, depth + 1));
    const isAdded = at.type === 'BinaryExpression' && at['operator'] === '+';
    const isMade = isMember(at)
      ? at['object'] === child && !asking.test(memberName(at) ?? '')
      : isCall(at)
        ? isMethodOf(at, child)
        : isAdded || /^(?:TemplateLiteral|ArrayExpression|SpreadElement|ConditionalExpression|LogicalExpression)$/.test(at.type);
    if (!isMade && outermost(child) === child) return false;
  }
  return false;
}

/** `names.join()`, `String(text)`: what is made of it. */
const isMethodOf = (call: Node, child: Node): boolean => call['callee'] === child || calleeName(call) === 'String';

/** The literals that a value is, holds in a list, or is made of. */
function literalsIn(trace: Trace, value: Value, at: Node, depth: number): Node[] {
  if (depth > deepest) return [];
  return members(value).flatMap((one): Node[] => {
    if (one.kind === 'list' || (one.kind === 'shape' && one.shape.endsWith('[]'))) return literalsIn(trace, trace.element(one, at, undefined), at, depth + 1);
    if (one.kind === 'shape') return one.literal && renamedFields[one.shape] ? [one.literal] : [];
    if (one.kind !== 'object') return [];
    const spreads = ((one.ref.node['properties'] ?? []) as Node[]).filter((property) => property.type === 'SpreadElement');
    return [one.ref.node, ...spreads.flatMap((spread) => literalsIn(trace, trace.evaluate(spread['argument'], one.ref.frame), at, depth + 1))];
  });
}
