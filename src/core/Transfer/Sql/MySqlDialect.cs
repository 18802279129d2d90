using System.Collections.Immutable;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of MySQL 5.6 and later and of MariaDB 10.2 and later.</summary>
/// <remarks>No text depends on the session's <c>sql_mode</c>.</remarks>
public sealed class MySqlDialect : Dialect
{
    public override string Product => "MySQL";

    public override bool CanUpsert => true;

    public override bool HasDirectMode => true;

    /// <summary>The tuples of mysqldump, which <c>--mysql-delimiters</c> asks for; else direct and plain imports are the same.</summary>
    public override bool SplitsDirectImports => true;

    public override bool WritesTextItself(TransferOptions options) => options.Text.IsMySqlDelimiters;

    public override string CurrentTimestamp => "SELECT CURRENT_TIMESTAMP()";

    public override int ParameterCountMax => 65_535;

    public override string BeginTransaction => "START TRANSACTION";

    public override string Quote(string identifier) => $"`{identifier.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>Of a view too: LIMIT 0 keeps the server from making its rows first.</summary>
    public override string Probe(TableName table) => $"SELECT t.* FROM {Table(table)} AS t LIMIT 0";

    public override string From(TableName table) => $"{Table(table)} AS {Quote(table.Name)}";

    public override string Limit(string orderedQuery, int rowCountMax) => $"{orderedQuery} LIMIT {rowCountMax}";

    public override string IsSampled(string column) => "RAND() < 0.0078125";

    /// <summary>A text that means itself whether or not NO_BACKSLASH_ESCAPES is set: one that holds a backslash is written in hex.</summary>
    public override string TextLiteral(string value, SqlType type) =>
        value.Contains('\\')
            ? $"_utf8mb4 X'{Convert.ToHexString(Encoding.UTF8.GetBytes(value))}'"
            : base.TextLiteral(value, type);

    /// <summary>An INSERT that changes the rows whose primary or unique keys exist. The keys named are not part of it: the table's count.</summary>
    public override string Upsert(
        TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns, int rowCount, Func<int, string> parameter) =>
        Insert(table, columns, columns.Length, rowCount, parameter) + OnDuplicateKey(columns);

    /// <summary>What makes an INSERT of these columns an upsert.</summary>
    public string OnDuplicateKey(ImmutableArray<string> columns) =>
        $" ON DUPLICATE KEY UPDATE {string.Join(", ", columns.Select(column => $"{Quote(column)}=VALUES({Quote(column)})"))}";

    /// <summary>A procedure's name may be qualified; each part is quoted.</summary>
    public override string Call(string procedure, int parameterCount, Func<int, string> parameter) =>
        base.Call(string.Join('.', procedure.Split('.').Select(part => Quote(part.Trim('`')))), parameterCount, parameter);
}
