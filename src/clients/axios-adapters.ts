import { functionsOf, resultsOf } from './chain.ts';
import { type ClientUse, type Mock, optionRef } from './client.ts';

/** What the program answers for an instance itself: `axios.create({ adapter: async (config) => ({ config, status: 200, data }) })`. */
export function adapterMocks(use: ClientUse): readonly Mock[] {
  const adapter = use.library && optionRef(use, use.args[0], 'adapter');
  const answering = adapter ? functionsOf({ ...use, frame: adapter.frame }, adapter.node) : [];
  return answering.flatMap(({ node, frame }) => resultsOf(node).map((result) => ({ written: { node: result, frame }, real: { askedOf: 'axios' } })));
}
