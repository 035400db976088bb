import type { Node } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import type { LibraryValue, Value } from '../trace/value.ts';

/** What instances of the project's classes have because they extend a class of a library. */
export interface Inherits {
  /** Members that the library sets. */
  readonly names: RegExp;
  /** What stands under such a name, beside what the class itself puts there. */
  value(base: LibraryValue, cls: Node, name: string, trace: Trace): Value | undefined;
  /** Which type parameter of the library's class declares such a member. */
  parameter(base: LibraryValue, name: string): number | undefined;
  /** Methods that the library calls with such members. */
  readonly methods: RegExp;
  /** The member that a parameter of such a method receives. */
  given(method: string, parameter: number): string | undefined;
}
