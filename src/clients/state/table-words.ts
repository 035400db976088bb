import type { Value } from '../../trace/value.ts';

/** How a library of tables is told which columns show what of its rows. */
export interface TableWords {
  /** The components, functions and classes that make a table. */
  readonly makes: RegExp;
  /** The attribute, option or member that lists the columns. */
  readonly columns: string;
  /** Attributes or options that give the rows; none where only methods add them. */
  readonly rows: readonly string[];
  /** Functions and methods that are given rows later. */
  readonly adds: readonly string[];
  /** The member of a column that names the member of a row. */
  readonly key: string;
  /** The method that makes a column out of the name of a member, or out of a function of a row. */
  readonly maker?: string;
  /** The member of a column under which further columns stand. */
  readonly group?: string;
  /** The members of a column that say its title; without one of them the name is shown as the title. */
  readonly titles?: RegExp;
  /** A function of a column that stands for the named member: in any case, or where it does not use what that holds. */
  readonly instead?: { readonly member: string; readonly always: boolean };
  /** Attributes and options by which other code learns or says the names of columns. */
  readonly tells: RegExp;
  /** Declared types of columns whose first argument is the type of a row. */
  readonly types: RegExp;
  /** What parameter `parameter` receives of a function that stands under this name in a column or beside the columns. */
  given(member: string, parameter: number, row: Value): Value | undefined;
}
