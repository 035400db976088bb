import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { oldParameters, renamedFields } from '../../src/api.ts';
import { clients } from '../../src/clients/index.ts';
import { descendants, isCall, isMember, memberName, type Node } from '../../src/source/ast.ts';
import { parseSource, type Source } from '../../src/source/source.ts';
import { type Program, sourcesOf } from './programs.ts';

/** What a program is made of, read from its sources. */
export interface Made {
  /** Packages that the tool knows, modules of node that send requests, and `fetch`. */
  readonly clients: readonly string[];
  readonly idioms: readonly string[];
}

const oldFields = new Set(Object.values(renamedFields).flatMap((fields) => Object.keys(fields)));
const isOldField = (name: unknown): boolean => typeof name === 'string' && oldFields.has(name);
const parameterText = new RegExp(`[?&](?:${oldParameters.join('|')})=`);
const keyOf = (node: Node): unknown => node['key']?.name ?? node['key']?.value;
const isNew = (node: Node, name: string): boolean => node.type === 'NewExpression' && node['callee'].name === name;

/** Ways of asking and reading, each by the syntax it is known by. */
const idioms: Readonly<Record<string, (node: Node) => boolean>> = {
  'query as URL text': (node) => parameterText.test(node.type === 'StringLiteral' ? node['value'] : node.type === 'TemplateElement' ? (node['value'].cooked ?? '') : ''),
  URLSearchParams: (node) => isNew(node, 'URLSearchParams'),
  URL: (node) => isNew(node, 'URL'),
  'parameters in an object': (node) => node.type === 'ObjectProperty' && node.parent?.type === 'ObjectExpression' && oldParameters.includes(String(keyOf(node))),
  'fields read as members': (node) => isMember(node) && !node['computed'] && isOldField(memberName(node)),
  'fields destructured': (node) => node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' && isOldField(keyOf(node)),
  'fields named by text': (node) => node.type === 'StringLiteral' && isOldField(node['value']),
  'fields declared by types': (node) => node.type === 'TSPropertySignature' && isOldField(keyOf(node)),
  'patch operations': (node) => node.type === 'ObjectProperty' && keyOf(node) === 'op',
  classes: (node) => /^Class(?:Declaration|Expression)$/.test(node.type),
  'generators and iterators': (node) => (node.type === 'ForOfStatement' && !!node['await']) || node.type === 'YieldExpression',
  JSX: (node) => /^JSX(?:Element|Fragment)$/.test(node.type),
};

export function madeOf(program: Program): Made {
  const names = sourcesOf(program.folder).filter((name) => /\.[cm]?[jt]sx?$/.test(name));
  const sources = names.map((name) => parseSource(`/${name}`, fs.readFileSync(path.join(program.folder, name), 'utf8')));
  const nodes = sources.flatMap((source) => [...descendants(source.program)]);
  const ofFiles = { 'several files': sources.length > 1, TypeScript: names.some((name) => /\.[cm]?tsx?$/.test(name)) };
  return {
    clients: [...new Set([...nodes.flatMap(importedBy), ...sources.flatMap(usesFetch)])].sort(),
    idioms: [...Object.entries(idioms).flatMap(([name, test]) => (nodes.some(test) ? [name] : [])), ...Object.entries(ofFiles).flatMap(([name, is]) => (is ? [name] : []))],
  };
}

const packages = clients.flatMap((client) => client.packages).filter((name) => name !== 'global' && (/^https?$/.test(name) || !isBuiltin(name)));

/** The package that an import, a `require` or a mock of a module names, as the tool lists it. */
function importedBy(node: Node): string[] {
  const isLoad = isCall(node) && (node['callee'].type === 'Import' || node['callee'].name === 'require');
  const text: unknown = /^(?:Import|ExportNamed|ExportAll)Declaration$/.test(node.type) ? node['source']?.value : isLoad ? node['arguments'][0]?.value : undefined;
  const name = typeof text === 'string' ? text.replace(/^node:/, '') : '';
  const found = packages.find((known) => known === name) ?? packages.find((known) => !known.includes('*') && name.startsWith(`${known}/`));
  return found ? [/^(?:@[^/]+\/)?[^/]+/.exec(found)?.[0] ?? found] : [];
}

const usesFetch = (source: Source): string[] => (source.scopes.globals.has('fetch') ? ['fetch'] : []);
