using System.Collections.Immutable;
using System.Globalization;
using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Sqlite;

/// <summary>What a JDBC URL says of a SQLite database.</summary>
/// <param name="Path">The file; relative paths start at the working directory.</param>
internal sealed record SqliteSettings(string Path)
{
    /// <summary>How long a statement waits for a lock that another connection holds.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    public bool IsReadOnly { get; init; }

    /// <summary>Settings of a connection in SQLite's own words, as statements.</summary>
    public ImmutableArray<string> Pragmas { get; init; } = [];

    /// <summary>Seconds or milliseconds in which integers count dates, as <c>date_class=INTEGER</c> says; 0: dates are texts.</summary>
    public int DateUnitsPerSecond { get; init; }

    private static readonly string[] Applied =
    [
        "cache_size", "case_sensitive_like", "foreign_keys", "journal_mode", "journal_size_limit", "mmap_size", "recursive_triggers", "secure_delete",
        "synchronous", "temp_store",
    ];

    // What the JDBC driver knows beside these and what makes no difference to a transfer.
    private static readonly string[] Harmless =
    [
        "cache", "count_changes", "date_string_format", "default_cache_size", "default_temp_store", "defer_foreign_keys", "empty_result_callbacks",
        "encoding", "full_column_names", "fullsync", "incremental_vacuum", "jdbc.explicit_readonly", "jdbc.get_generated_keys",
        "legacy_alter_table", "legacy_file_format", "limit_attached", "limit_column", "limit_compound_select", "limit_expr_depth",
        "limit_function_arg", "limit_length", "limit_like_pattern_length", "limit_page_count", "limit_sql_length", "limit_trigger_depth",
        "limit_variable_number", "limit_vdbe_op", "limit_worker_threads", "locking_mode", "max_page_count", "page_size", "password",
        "read_uncommitted", "reverse_unordered_selects", "shared_cache", "short_column_names", "temp_store_directory", "transaction_mode",
        "user", "user_version",
    ];

    public static SqliteSettings From(JdbcUrl url, DatabaseRequest request)
    {
        var reader = new UrlPropertyReader(url.Properties.Add(request.Parameters), request.Warn);
        var settings = new SqliteSettings(url.Database)
        {
            BusyTimeout = reader.Milliseconds("busy_timeout") ?? TimeSpan.FromSeconds(60),
            IsReadOnly = reader.Text("mode") == "ro" || reader.Text("immutable") == "1" || reader.Text("open_mode") == "1",
            Pragmas = [.. Applied.Select(name => Pragma(name, reader.Text(name))).OfType<string>()],
            DateUnitsPerSecond = DateUnits(reader.Text("date_class"), reader.Text("date_precision")),
        };
        reader.Accept(Harmless);
        reader.WarnOfOthers();
        return settings;
    }

    private static int DateUnits(string? dateClass, string? precision) => dateClass?.ToUpperInvariant() switch
    {
        null or "TEXT" => 0,
        "INTEGER" when string.Equals(precision, "seconds", StringComparison.OrdinalIgnoreCase) => 1,
        "INTEGER" => 1000,
        _ => throw new TransferException("date_class of a SQLite URL may be TEXT or INTEGER: Julian days (REAL) are not read."),
    };

    private static string? Pragma(string name, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        return value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? $"PRAGMA {name} = {value}"
            : throw new TransferException($"The connection property {name} takes a word or a number.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SQLite file {Path}");
}
