import { isFunction, keyName, type Node, unwrap } from '../ast.ts';
import { assign, block, call, identifier, make, member, type Span, self, statement, typedIdentifier } from './nodes.ts';
import { typeOfProps } from './vue-props.ts';

/**
 * A component's options as the class they describe, so that `this` means in its functions what it means when they run:
 * data and properties are fields, computed values getters, methods and hooks methods.
 */
export function classOfOptions(options: Node): Node {
  const members = [...(options['properties'] as Node[]).flatMap((property) => membersOf(property, options)), storeOf(options)];
  return make('ClassExpression', options, { id: null, superClass: null, body: make('ClassBody', options, { body: members }) });
}

/** The markup as a method of the component, in which names are still what they are in the template. */
export function addTemplate(cls: Node, markup: readonly Node[]): void {
  const at: Span = { start: cls.end, end: cls.end };
  cls['body']['body'].push(make('ClassMethod', at, { kind: 'method', key: identifier('the template', at), params: [], body: block([...markup], at), static: false, computed: false, async: true }));
}

function membersOf(property: Node, options: Node): Node[] {
  const name = property.type === 'SpreadElement' ? undefined : keyName(property['key'], property['computed']);
  const value = property['value'] && unwrap(property['value']);
  switch (name) {
    case 'data':
      return value?.type === 'ObjectExpression' ? fieldsOf(value) : returnedFields(property, 'data');
    case 'setup':
      return returnedFields(property, 'setup');
    case 'computed':
      return value?.type === 'ObjectExpression' ? (value['properties'] as Node[]).map((one) => (one.type === 'SpreadElement' ? mergedIn(unwrap(one['argument']), one) : getter(one))) : [kept(property)];
    case 'methods':
      return value?.type === 'ObjectExpression' ? (value['properties'] as Node[]).map(memberOf) : [kept(property)];
    case 'props':
      return [constructorOf(property, options), kept(property)];
    case 'watch':
      return value?.type === 'ObjectExpression' ? watchers(value) : [kept(property)];
    default:
      return [memberOf(property)];
  }
}

/** An option that is no member of the component: read, under a name that nobody asks for. */
const kept = (property: Node): Node => field(identifier('an option', property), make('ObjectExpression', property, { properties: [property] }));
const field = (key: Node, value: Node, computed = false): Node => make('ClassProperty', key, { key, value, computed, static: false });

function memberOf(property: Node): Node {
  if (property.type === 'ObjectMethod') return make('ClassMethod', property, { ...property, type: 'ClassMethod', static: false });
  return property.type === 'ObjectProperty' ? field(property['key'], property['value'], property['computed']) : kept(property);
}

const fieldsOf = (object: Node): Node[] => (object['properties'] as Node[]).map(memberOf);

/** The function of an option: `data() {…}`, `data: function () {…}`, `data: () => …`. */
function functionOf(property: Node): Node | undefined {
  if (property.type === 'ObjectMethod') return property;
  const value = property['value'] && unwrap(property['value']);
  return isFunction(value) ? value : undefined;
}

/** A member that is this function; a function written as an expression returns it. */
function method(key: Node, fn: Node, kind: 'method' | 'get'): Node {
  const body: Node = fn['body'].type === 'BlockStatement' ? fn['body'] : block([make('ReturnStatement', fn['body'], { argument: fn['body'] })], fn['body']);
  return make('ClassMethod', fn, { key, kind, params: kind === 'get' ? [] : fn['params'], body, async: fn['async'], generator: fn['generator'], computed: false, static: false });
}

function getter(property: Node): Node {
  const value = property['value'] && unwrap(property['value']);
  const own = value?.type === 'ObjectExpression' ? (value['properties'] as Node[]).find((inner) => inner['key'] && keyName(inner['key'], inner['computed']) === 'get') : property;
  const fn = own && functionOf(own);
  return fn ? method(property['key'], fn, 'get') : kept(property);
}

/** What `data()` or `setup()` returns: fields, moved where nothing else happens in the function, otherwise members of what it returns. */
function returnedFields(property: Node, name: string): Node[] {
  const fn = functionOf(property);
  const object = fn && returnedObject(fn);
  if (fn && name === 'setup' && !(object && isClosed(object))) return [method(identifier(name, property), fn, 'method'), mergedSetup(fn)];
  if (!fn || !object) return [kept(property)];
  const isPlain = name === 'data' && fn['params'].length === 0 && (fn['body'].type !== 'BlockStatement' || fn['body'].body.length === 1);
  if (isPlain) return fieldsOf(object);
  const at: Span = { start: object.start, end: object.start };
  const returned = (key: string): Node => member(call(member(self(at), name, at), name === 'setup' ? [self(at)] : [], at), key, at);
  const names = (object['properties'] as Node[]).flatMap((inner) => (inner['key'] ? (keyName(inner['key'], inner['computed']) ?? []) : []));
  return [method(identifier(name, property), fn, 'method'), ...names.map((key) => field(identifier(key, at), name === 'setup' ? unwrapped(returned(key), at) : returned(key)))];
}

/** `require('vue').unref(value)`. */
const unwrapped = (value: Node, at: Span, by = 'unref'): Node => call(member(fromPackage('vue', at), by, at), [value], at);

const fromPackage = (name: string, at: Span): Node => call(identifier('require', at), [make('StringLiteral', at, { value: name })], at);

const isClosed = (object: Node): boolean => (object['properties'] as Node[]).every((property) => property['key'] && keyName(property['key'], property['computed']) !== undefined);

/** `Object.assign(this, proxyRefs(this.setup(this)))`: of what a composable returns, only the value tells the names. */
function mergedSetup(fn: Node): Node {
  const at: Span = { start: fn.end, end: fn.end };
  return mergedIn(unwrapped(call(member(self(at), 'setup', at), [self(at)], at), at, 'proxyRefs'), at);
}

/** `computed: { ...mapState(['users']) }`: the members of what a call gives. */
function mergedIn(given: Node, at: Span): Node {
  const merged = statement(call(member(identifier('Object', at), 'assign', at), [self(at), given], at));
  return make('ClassMethod', at, { kind: 'method', key: identifier('what a call gives', at), params: [], body: block([merged], at), static: false, computed: false });
}

/** `this.$store`, which Vuex gives every component. */
function storeOf(options: Node): Node {
  const at: Span = { start: options.start, end: options.start };
  return field(identifier('$store', at), call(member(fromPackage('vuex', at), 'useStore', at), [], at));
}

function returnedObject(fn: Node): Node | undefined {
  const body: Node = fn['body'];
  const returned = body.type === 'BlockStatement' ? (body['body'] as Node[]).findLast((last) => last.type === 'ReturnStatement')?.['argument'] : body;
  const object = returned && unwrap(returned);
  return object?.type === 'ObjectExpression' ? object : undefined;
}

/** `props: ['user']`, `props: { user: Object }`: fields that whoever uses the component gives. */
function constructorOf(property: Node, options: Node): Node {
  const at: Span = { start: options.start, end: options.start };
  const value = property['value'] && unwrap(property['value']);
  const listed: Node[] = value?.type === 'ArrayExpression' ? value['elements'] : [];
  const names =
    value?.type === 'ObjectExpression'
      ? (value['properties'] as Node[]).flatMap((one) => (one['key'] ? (keyName(one['key'], one['computed']) ?? []) : []))
      : listed.flatMap((one) => (one?.type === 'StringLiteral' ? [String(one['value'])] : []));
  const body = block(
    names.map((name) => statement(assign(member(self(at), name, at), member(identifier('properties', at), name, at)))),
    at,
  );
  return make('ClassMethod', at, { kind: 'constructor', key: identifier('constructor', at), params: [typedIdentifier('properties', typeOfProps(property['value']), at)], body, static: false, computed: false });
}

/** `watch: { users(list) {…} }`: called with the field of that name. */
function watchers(object: Node): Node[] {
  return (object['properties'] as Node[]).flatMap((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    const handler = property['value']?.type === 'ObjectExpression' ? (property['value']['properties'] as Node[]).find((inner) => inner['key']?.name === 'handler') : property;
    const fn = handler && functionOf(handler);
    if (!fn || !/^\w+$/.test(name ?? '')) return [kept(property)];
    const at: Span = { start: fn.start, end: fn.start };
    const watching = identifier(`watch ${name}`, at);
    const run = statement(call(member(self(at), `watch ${name}`, at), [member(self(at), name as string, at)], at));
    return [method(watching, fn, 'method'), make('ClassMethod', at, { kind: 'method', key: identifier(`watching ${name}`, at), params: [], body: block([run], at), static: false, computed: false })];
  });
}
