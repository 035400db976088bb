/** All of the tool that needs a parser: large to load, and loaded only when a file is asked something. */
export { mark, suppress } from './annotate.ts';
export { judge, lint } from './lint.ts';
export { rewrite } from './rewrite.ts';
export { judgeOnThreads } from './threads.ts';
