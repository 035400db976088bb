import { rowAt, rowOf } from '../../trace/names/columns.ts';
import type { LibraryValue, Value } from '../../trace/value.ts';
import type { Client, ClientUse, TableWords } from '../client.ts';

const record = (members: Readonly<Record<string, Value>>): Value => ({ kind: 'record', members });
/** Handlers and settings in which columns go by their names. */
const tells = /^on(?!Row(?:Click|$)|Cell(?:Click|$))[A-Z]|^(?!get\w+Model$)\w*(?:[sS]ort|[fF]ilter|[vV]isib|[oO]rder|[pP]inn|[gG]roup|[aA]ggregat)|[sS]tate$|^(?:ref|apiRef|slots|slotProps|context)$/;

const gridWords: TableWords = {
  makes: /^(?:AgGridReact|AgGridVue|createGrid|Grid)$/,
  columns: 'columnDefs',
  rows: ['rowData'],
  adds: ['setRowData', 'setGridOption'],
  key: 'field',
  group: 'children',
  titles: /^header(?:Name|ValueGetter|Component)$/,
  instead: { member: 'valueGetter', always: true },
  tells,
  types: /^(?:Col(?:Group)?Def|GridOptions)$/,
  given(member, parameter, row) {
    if (member === 'comparator') return parameter === 2 || parameter === 3 ? record({ data: row }) : undefined;
    return parameter === 0 && /^(?:value(?:Getter|Formatter)|(?:cell|tooltip|filterValue|row|get[A-Z]|on(?:Row|Cell))\w*|useValueFormatterForExport|keyCreator|colSpan)$/.test(member)
      ? record({ data: row, node: record({ data: row }) })
      : undefined;
  },
};

const muiWords: TableWords = {
  makes: /^DataGrid(?:Pro|Premium)?$/,
  columns: 'columns',
  rows: ['rows'],
  adds: [],
  key: 'field',
  titles: /^headerName$|^renderHeader$/,
  instead: { member: 'valueGetter', always: false },
  tells,
  types: /^Grid(?:\w*ColDef|ColumnsType)$/,
  given(member, parameter, row) {
    if (/^getRow(?:Id|Height)$/.test(member)) return parameter === 0 ? row : undefined;
    if (!/^(?:value(?:Getter|Formatter)|render(?:Edit)?Cell|cellClassName|get(?:Actions|RowClassName)|colSpan|on(?:Row|Cell)\w*Click)$/.test(member)) return undefined;
    return parameter === 0 ? record({ row }) : parameter === 1 ? row : undefined;
  },
};

const antdWords: TableWords = {
  makes: /^(?:Table|ProTable)$/,
  columns: 'columns',
  rows: ['dataSource'],
  adds: [],
  key: 'dataIndex',
  group: 'children',
  instead: { member: 'render', always: false },
  tells: /^onChange$|^components$|^summary$/,
  types: /^(?:Table)?Columns?(?:Type|GroupType)s?$|^TableColumnsType$|^ProColumns$/,
  given(member, parameter, row) {
    if (/^(?:sorter|compare)$/.test(member)) return parameter <= 1 ? row : undefined;
    if (/^(?:render|onFilter|renderText)$/.test(member)) return parameter === 1 ? row : undefined;
    return parameter === 0 && /^(?:rowKey|rowClassName|onRow|onCell|expandedRowRender|rowExpandable)$/.test(member) ? row : undefined;
  },
};

const tanstackWords: TableWords = {
  makes: /^(?:(?:use(?:React|Vue)|create(?:Svelte|Solid|Angular|Lit)?)Table|useTable|MaterialReactTable|useMaterialReactTable)$/,
  columns: 'columns',
  rows: ['data'],
  adds: [],
  key: 'accessorKey',
  maker: 'accessor',
  group: 'columns',
  titles: /^header$/,
  tells,
  types: /^(?:\w*ColumnDef|MRT_ColumnDef)$/,
  given(member, parameter, row) {
    if (/^(?:accessorFn|getRowId)$/.test(member)) return parameter === 0 ? row : undefined;
    if (/^(?:cell|aggregatedCell|Cell)$/.test(member)) return parameter === 0 ? record({ row: record({ original: row }) }) : undefined;
    if (member === 'sortingFn') return parameter <= 1 ? record({ original: row }) : undefined;
    return member === 'filterFn' && parameter === 0 ? record({ original: row }) : undefined;
  },
};

const sheetWords: TableWords = {
  makes: /^(?:Workbook|WorkbookWriter)$/,
  columns: 'columns',
  rows: [],
  adds: ['addRow', 'addRows', 'insertRow', 'insertRows'],
  key: 'key',
  titles: /./,
  tells: /^$/,
  types: /^$/,
  given: () => undefined,
};

/** `<AgGridReact columnDefs={[{ field: 'name' }]} rowData={users} />`, `createGrid(place, { columnDefs, rowData })`. */
export const agGrid: Client = { id: 'ag-grid', packages: ['ag-grid-community', 'ag-grid-enterprise', 'ag-grid-react', 'ag-grid-vue3', '@ag-grid-community/*'], tables: gridWords, call: () => undefined };

/** `<DataGrid columns={[{ field: 'name' }]} rows={users} />`. */
export const muiGrid: Client = { id: 'mui-data-grid', packages: ['@mui/x-data-grid', '@mui/x-data-grid-pro', '@mui/x-data-grid-premium', '@material-ui/data-grid'], tables: muiWords, call: () => undefined };

/** `<Table columns={[{ dataIndex: 'name' }]} dataSource={users} />`. */
export const antd: Client = { id: 'antd', packages: ['antd', 'antd/*', '@ant-design/pro-components', '@ant-design/pro-table'], tables: antdWords, call: () => undefined };

/** `useReactTable({ data: users, columns: [{ accessorKey: 'name' }] })`, `helper.accessor('name', …)`, `table.getRowModel().rows`. */
export const tanstackTable: Client = {
  id: 'tanstack-table',
  packages: ['@tanstack/react-table', '@tanstack/vue-table', '@tanstack/table-core', '@tanstack/svelte-table', '@tanstack/solid-table', 'material-react-table'],
  tables: tanstackWords,
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (name === 'createColumnHelper' || tanstackWords.makes.test(name)) return madeBy(use, name);
    return /^get\w*RowModel$/.test(name) ? madeBy(use, 'model', use.library?.made) : undefined;
  },
  callback(use, argument, parameter, within) {
    const name = use.path.at(-1);
    const isOptions = within.length === 1 && (argument === 1 || name === 'display' || name === 'group');
    if (use.path[0] !== 'createColumnHelper') return undefined;
    return isOptions ? tanstackWords.given(within[0] as string, parameter, rowOf(use.trace, use.call)) : name === 'accessor' && argument === 0 && parameter === 0 ? rowOf(use.trace, use.call) : undefined;
  },
  member(library, name, at, trace) {
    const [made] = library.made;
    if (library.path[0] !== 'model' || !made || !/^(?:rows|flatRows)$/.test(name)) return undefined;
    return { kind: 'list', items: [], rest: record({ original: rowAt(trace, tanstackWords, made) }), ref: at };
  },
};

/** `sheet.columns = [{ header: 'Name', key: 'name' }]; sheet.addRows(users)`. */
export const exceljs: Client = {
  id: 'exceljs',
  packages: ['exceljs'],
  tables: sheetWords,
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (sheetWords.makes.test(name)) return madeBy(use, 'workbook');
    return /^(?:add|get)Worksheet$/.test(name) && use.path[0] === 'workbook' ? madeBy(use, 'sheet') : undefined;
  },
};

const madeBy = (use: ClientUse, name: string, made = [{ node: use.call, frame: use.frame }] as LibraryValue['made']): LibraryValue | undefined => use.library && { ...use.library, path: [name], made };
