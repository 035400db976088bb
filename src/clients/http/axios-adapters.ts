import { isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { members, type Ref } from '../../trace/value.ts';
import { functionsOf, resultsOf } from '../chain.ts';
import { type ClientUse, type Mock, optionRef } from '../client.ts';

/** What the program answers for an instance itself: `axios.create({ adapter: async (config) => ({ config, status: 200, data }) })`, `http.defaults.adapter = …`. */
export function adapterMocks(use: ClientUse): readonly Mock[] {
  const adapter = use.call.type === 'AssignmentExpression' ? assignedAdapter(use) : use.library && optionRef(use, use.args[0], 'adapter');
  const answering = adapter ? functionsOf({ ...use, frame: adapter.frame }, adapter.node) : [];
  return answering.flatMap(({ node, frame }) => resultsOf(node).map((result) => ({ written: { node: result, frame }, real: { askedOf: 'axios' } })));
}

function assignedAdapter({ trace, call, frame }: ClientUse): Ref | undefined {
  const target = unwrap(call['left']);
  const defaults: Node | undefined = isMember(target) ? unwrap(target['object']) : undefined;
  const isOfAxios = defaults && isMember(defaults) && memberName(defaults) === 'defaults' && members(trace.evaluate(defaults['object'], frame)).some((value) => value.kind === 'library' && value.name === 'axios');
  return isOfAxios ? { node: call['right'], frame } : undefined;
}
