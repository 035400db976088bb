import { type Node, unwrap } from '../ast.ts';
import { become, make } from './nodes.ts';

/**
 * What the definition of a component's properties says of their types, as a type: `{ user: { type: Object as PropType<User> } }`.
 * The types stand only there from now on.
 */
export function typeOfProps(definition: Node | undefined): Node | undefined {
  const object = definition && unwrap(definition);
  if (object?.type !== 'ObjectExpression') return undefined;
  const members = (object['properties'] as Node[]).flatMap((property) => {
    const type = property.type === 'ObjectProperty' && !property['computed'] ? typeOfProp(property['value']) : undefined;
    return type ? [make('TSPropertySignature', property['key'], { key: { ...property['key'] }, computed: false, typeAnnotation: make('TSTypeAnnotation', type, { typeAnnotation: type }) })] : [];
  });
  return members.length > 0 ? make('TSTypeLiteral', object, { members }) : undefined;
}

function typeOfProp(value: Node): Node | undefined {
  const options = unwrap(value);
  const said = options.type === 'ObjectExpression' ? (options['properties'] as Node[]).find((property) => property['key']?.name === 'type')?.['value'] : value;
  return said?.type === 'TSAsExpression' ? takenType(said) : undefined;
}

/** `X as PropType<T>`, `X as () => T`: T. */
function takenType(cast: Node): Node | undefined {
  const type: Node = cast['typeAnnotation'];
  const parameters: readonly Node[] = (type['typeParameters'] ?? type['typeArguments'])?.['params'] ?? [];
  const isNamed = type.type === 'TSTypeReference' && /^PropType$/.test(type['typeName'].name ?? type['typeName'].right?.name ?? '');
  const taken: Node | undefined = isNamed ? parameters[0] : type.type === 'TSFunctionType' ? type['typeAnnotation']?.['typeAnnotation'] : undefined;
  if (taken) become(cast, cast['expression']);
  return taken;
}
