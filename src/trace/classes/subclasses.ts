import { descendants, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** A class with more classes below it is not told by them. */
const most = 40;
const known = new WeakMap<Node, readonly Node[]>();

/** The classes of the project below a class, through any number of steps. */
export function subclassesOf(trace: Trace, cls: Node): readonly Node[] {
  return trace.once(known, cls, [], () => {
    const name: string = cls['id']?.name ?? '';
    const direct = name === '' ? [] : trace.project.filesWith(name).flatMap((file) => classesIn(trace, file).filter((node) => extendsClass(trace, node, cls)));
    return direct.length > most ? [] : [...new Set(direct.flatMap((node) => [node, ...subclassesOf(trace, node)]))];
  });
}

const classes = new WeakMap<Node, readonly Node[]>();

/** Classes of a file that extend another. */
function classesIn(trace: Trace, file: string): readonly Node[] {
  const program = trace.project.source(file)?.program;
  if (!program) return [];
  let found = classes.get(program);
  if (!found) classes.set(program, (found = descendants(program).filter((node) => /^Class(?:Declaration|Expression)$/.test(node.type) && node['superClass'])));
  return found;
}

const extendsClass = (trace: Trace, node: Node, cls: Node): boolean => members(trace.evaluate(node['superClass'], undefined)).some((value) => value.kind === 'class' && value.ref.node === cls);
