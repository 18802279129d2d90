namespace Levada.Transfer.Rows;

/// <summary>One column of a table, a query or a file.</summary>
/// <param name="Name">As the database gives it.</param>
/// <param name="SqlType">The type as JDBC names it.</param>
/// <param name="Kind">How values of it are held in memory.</param>
/// <param name="JavaType">What Sqoop makes of it.</param>
public sealed record Column(string Name, SqlType SqlType, ColumnKind Kind, JavaType JavaType)
{
    /// <summary>The database's own word for the type, e.g. <c>jsonb</c>; for messages.</summary>
    public string DatabaseType { get; init; } = "";

    /// <summary>Digits of a number or characters of a text; 0 when the database names no bound.</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point of a number, or of a second's fraction.</summary>
    public int Scale { get; init; }

    /// <summary>Characters that eval reserves for a value, before its own bound of 20.</summary>
    public int DisplaySize { get; init; } = 20;

    public bool IsNullable { get; init; } = true;

    /// <summary>Whether the database counts the number without a sign.</summary>
    public bool IsUnsigned { get; init; }

    /// <summary>Whether the database fills it by itself when an INSERT names it not (identity, generated, serial).</summary>
    public bool IsGenerated { get; init; }
}
