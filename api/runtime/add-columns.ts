/** Gives a table of an object's database the columns that it lacks where an earlier version of the hub made it. */
export function addColumns(sql: SqlStorage, table: string, columns: Readonly<Record<string, string>>): void {
  for (const [column, type] of Object.entries(columns)) {
    const known = sql.exec("SELECT 1 FROM pragma_table_info(?) WHERE name = ?", table, column).toArray();
    if (known.length === 0) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
}
