using System.Globalization;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Hive;

/// <summary>The statements that make a Hive table of an import and load its files, as text.</summary>
/// <remarks>Source: TableDefWriter. Statements have no semicolon; <see cref="Script"/> adds them.</remarks>
public static class HiveTable
{
    private const char DelimiterMax = '\x7F';

    /// <summary>The CREATE TABLE statement.</summary>
    /// <param name="schema">The imported columns, after type mapping.</param>
    /// <param name="importedAt">Wall clock for the table's comment; null: no comment.</param>
    /// <param name="warn">Told of columns whose Hive type is less precise.</param>
    /// <exception cref="TransferException">A column has no Hive type, the mapping names a column that is not imported, the partition key is one, or a delimiter is out of Hive's range.</exception>
    public static string Create(TransferOptions options, RowSchema schema, DateTime? importedAt, Action<string> warn)
    {
        var hive = options.Hive;
        var text = new StringBuilder("CREATE ")
            .Append(IsExternal(hive) ? "EXTERNAL TABLE " : "TABLE ")
            .Append(hive.FailsIfTableExists ? "" : "IF NOT EXISTS ")
            .Append(Name(options))
            .Append(" ( ")
            .AppendJoin(", ", Columns(options, schema, warn))
            .Append(") ");
        if (importedAt is { } moment)
            text.Append(CultureInfo.InvariantCulture, $"COMMENT 'Imported by sqoop on {moment:yyyy'/'MM'/'dd HH':'mm':'ss}' ");
        if (!string.IsNullOrEmpty(hive.PartitionKey))
            text.Append(CultureInfo.InvariantCulture, $"PARTITIONED BY ({hive.PartitionKey} STRING) ");
        text.Append(options.Layout == FileLayout.Parquet ? "STORED AS PARQUET" : TextStorage(options));
        if (IsExternal(hive))
            text.Append(CultureInfo.InvariantCulture, $" LOCATION {Literal(hive.ExternalTableDir!)}");
        return text.ToString();
    }

    /// <summary>The LOAD DATA statement, which moves the files into the table.</summary>
    /// <param name="location">The directory as Hive reaches it.</param>
    public static string Load(TransferOptions options, string location)
    {
        var hive = options.Hive;
        var partition = string.IsNullOrEmpty(hive.PartitionKey) ? "" : $" PARTITION ({hive.PartitionKey}={Literal(hive.PartitionValue ?? "")})";
        return $"LOAD DATA INPATH {Literal(location)} {(hive.IsOverwrite ? "OVERWRITE " : "")}INTO TABLE {Name(options)}{partition}";
    }

    /// <summary>The statements as a script for Hive's command line.</summary>
    public static string Script(params ReadOnlySpan<string> statements) => string.Concat(statements.ToArray().Select(statement => statement + ";\n"));

    /// <summary>The table without its database: the name of the script that codegen writes.</summary>
    public static string SimpleName(TransferOptions options) => NameParts(options).Table;

    private static string Name(TransferOptions options)
    {
        var (database, table) = NameParts(options);
        return database is null ? Quote(table) : $"{Quote(database)}.{Quote(table)}";
    }

    // Hive once read `db.t` in one pair of ticks as a table of a database; now that is one name, which cannot exist.
    private static (string? Database, string Table) NameParts(TransferOptions options)
    {
        var name = options.Hive.Table ?? options.Table ?? throw new TransferException("Please name the Hive table with --hive-table.");
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return options.Hive.Database is not null || options.Hive.Table is null || dot <= 0 || dot == name.Length - 1
            ? (options.Hive.Database, name)
            : (name[..dot], name[(dot + 1)..]);
    }

    private static IEnumerable<string> Columns(TransferOptions options, RowSchema schema, Action<string> warn)
    {
        foreach (var (name, _) in options.Hive.ColumnTypes)
            if (schema.IndexOf(name) < 0)
                throw new TransferException(
                    $"No column by the name {name} found while importing data; expecting one of [{string.Join(", ", schema.Columns.Select(column => column.Name))}]");
        foreach (var column in schema.Columns)
        {
            // Hive does not tell cases apart in names.
            if (string.Equals(column.Name, options.Hive.PartitionKey, StringComparison.OrdinalIgnoreCase))
                throw new TransferException($"Partition key {column.Name} cannot be a column to import.");
            yield return $"{Quote(column.Name)} {TypeOf(options, schema, column, warn)}";
        }
    }

    private static string TypeOf(TransferOptions options, RowSchema schema, Column column, Action<string> warn)
    {
        foreach (var (name, type) in options.Hive.ColumnTypes)
            if (ReferenceEquals(schema[schema.IndexOf(name)], column))
                return type;
        if (options.Layout == FileLayout.Parquet)
            return HiveTypes.OfParquet(column, options);
        if (HiveTypes.IsLessPrecise(column.SqlType))
            warn($"Column {column.Name} had to be cast to a less precise type in Hive");
        return HiveTypes.OfText(column.SqlType) ?? throw new TransferException(
            $"Hive does not support the SQL type for column {column.Name}. Choose a type by --map-column-hive {column.Name}=TYPE.");
    }

    private static string TextStorage(TransferOptions options)
    {
        var delimiters = options.Text.IsOutputGiven ? options.Text.Output : DelimiterSet.Hive;
        var format = options.CompressionCodec is "lzop"
            ? "INPUTFORMAT 'com.hadoop.mapred.DeprecatedLzoTextInputFormat' OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'"
            : "TEXTFILE";
        return $"ROW FORMAT DELIMITED FIELDS TERMINATED BY '{Octal(delimiters.Field)}' LINES TERMINATED BY '{Octal(delimiters.Record)}' STORED AS {format}";
    }

    private static string Octal(char delimiter) => delimiter <= DelimiterMax
        ? $"\\{delimiter >> 6}{(delimiter >> 3) & 7}{delimiter & 7}"
        : throw new TransferException($"Character {delimiter} is an out-of-range delimiter: Hive takes none above octal 177.");

    private static bool IsExternal(HiveOptions hive) => !string.IsNullOrWhiteSpace(hive.ExternalTableDir);

    private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static string Literal(string value) =>
        $"'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
