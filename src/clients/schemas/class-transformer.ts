import { isCall, type Node } from '../../source/ast.ts';
import { nodesNamed } from '../../trace/flow/mentions.ts';
import { members, union, type Value } from '../../trace/value.ts';
import type { Client, ClientUse, TextKey } from '../client.ts';

const making = ['plainToInstance', 'plainToClass'] as const;
/** What writes instances out, under the same names. */
const writing = ['instanceToPlain', 'classToPlain', 'instanceToInstance', 'serialize', 'ClassSerializerInterceptor'] as const;

/** class-transformer: `@Expose({ name: 'created' })` says under which name a field of a class is read. */
export const classTransformer: Client = {
  id: 'class-transformer',
  packages: ['class-transformer'],
  call: () => undefined,
  keys(use): readonly TextKey[] {
    const cls = use.path.at(-1) === 'Expose' ? classOf(use.call) : undefined;
    const [options] = use.args;
    const properties: readonly Node[] = cls && options?.type === 'ObjectExpression' ? options['properties'] : [];
    const literal: Node | undefined = properties.find((property) => property['key']?.name === 'name')?.['value'];
    if (!cls || literal?.type !== 'StringLiteral') return [];
    const given = madeFrom(use, cls);
    const isReadOnly = properties.some((property) => property['key']?.name === 'toClassOnly' && property['value']?.value === true);
    const written = isReadOnly ? undefined : writing.find((name) => use.trace.project.filesWith(name).length > 0);
    const isElse = given.some((value) => value.kind !== 'shape');
    const blocked = written ? `\`${written}\` may write it out under this name` : isElse ? 'the class is also made of something that is no user' : undefined;
    return [{ literal, name: literal['value'], start: 0, of: union(given), list: { how: 'unknown' }, ...(blocked ? { blocked } : {}) }];
  },
};

/** The class in which a member is decorated by this call. */
function classOf(call: Node): Node | undefined {
  const decorated = call.parent?.type === 'Decorator' ? call.parent.parent : undefined;
  return decorated?.parent?.type === 'ClassBody' ? decorated.parent.parent : undefined;
}

/** What instances of the class are made from, one by one: `plainToInstance(UserView, body.data)`. */
function madeFrom({ trace }: ClientUse, cls: Node): readonly Value[] {
  const calls = making.flatMap((name) =>
    trace.project.filesWith(name).flatMap((file) => {
      const source = trace.project.source(file);
      return source ? nodesNamed(source, name).flatMap((id) => (isCall(id.parent) && id.parent?.['callee'] === id ? [id.parent as Node] : [])) : [];
    }),
  );
  return calls.flatMap((call) => {
    const [target, data] = call['arguments'] as Node[];
    const isOurs = target && data && members(trace.evaluate(target, undefined)).some((value) => value.kind === 'class' && value.ref.node === cls);
    if (!isOurs) return [];
    return members(trace.evaluate(data, undefined)).flatMap((value) => (value.kind === 'shape' && value.shape.endsWith('[]') ? members(trace.element(value, data, undefined)) : [value]));
  });
}
