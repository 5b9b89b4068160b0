/* instance('table')/root/item[condition]/column: the cells of the rows for which the condition holds (lookups.py). */

import { ExpressionError } from "./values.js";

export function lookup(compiler, table, column, condition) {
  const rows = compiler.bindings.table(table);
  if (!rows) throw new ExpressionError("expressions.no_such_table", { name: table });
  const cells = rows.map((row, place) => (column ? row[column] : place + 1));
  if (!condition) return () => cells;
  const columns = new Set(Object.keys(rows[0] || {}));
  const candidates = chosen(compiler, condition, rows, columns);
  const holds = compiler.within(columns).truth(condition);
  return (env) => {
    const before = env.choice;
    const found = [];
    try {
      for (const place of candidates(env)) {
        env.choice = rows[place];
        if (holds(env)) found.push(cells[place]);
      }
    } finally {
      env.choice = before;
    }
    return found;
  };
}

/* Which rows are worth a try: where a column must equal a text, only those that have it. */
function chosen(compiler, condition, rows, columns) {
  const every = [...rows.keys()];
  const [wanted] = equalities(condition, columns);
  if (!wanted) return () => every;
  const places = new Map();
  rows.forEach((row, place) => places.set(row[wanted.column], [...(places.get(row[wanted.column]) || []), place]));
  const value = compiler.value(wanted.node);
  return (env) => {
    const key = value(env);
    return typeof key === "string" ? places.get(key) || [] : every;
  };
}

function equalities(node, columns) {
  const [sign, one, other] = node;
  if (sign === "and") return [...equalities(one, columns), ...equalities(other, columns)];
  if (sign !== "=") return [];
  return [[one, other], [other, one]]
    .filter(([column, value]) => isColumn(column, columns) && !namesColumn(value, columns))
    .map(([column, value]) => ({ column: column[1], node: value }));
}

const isColumn = (node, columns) => node[0] === "name" && node[2].bare && columns.has(node[1]);

function namesColumn(node, columns) {
  if (!Array.isArray(node)) return false;
  return node[0] === "lookup" || isColumn(node, columns) || node.some((part) => namesColumn(part, columns));
}
