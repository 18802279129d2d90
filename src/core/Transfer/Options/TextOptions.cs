namespace Levada.Transfer.Options;

/// <summary>How delimited text is written and read.</summary>
public sealed record TextOptions
{
    /// <summary>Delimiters of files that are written.</summary>
    public DelimiterSet Output { get; init; } = DelimiterSet.Default;

    /// <summary>Delimiters of files that are read; those not given are the output's.</summary>
    public DelimiterSet Input { get; init; } = DelimiterSet.Default;

    /// <summary>Whether an output delimiter was given, which keeps a Hive import from choosing its own.</summary>
    public bool IsOutputGiven { get; init; }

    /// <summary>NULL of a String column in files that are written, Java escapes resolved.</summary>
    public string NullString { get; init; } = "null";

    public string NullNonString { get; init; } = "null";

    /// <summary>NULL of a String column in files that are read; not given: that of the output.</summary>
    public string InputNullString { get; init; } = "null";

    public string InputNullNonString { get; init; } = "null";

    public bool IsNullStringGiven { get; init; }

    public bool IsInputNullStringGiven { get; init; }

    /// <summary><c>--mysql-delimiters</c>, which a direct import from MySQL treats apart.</summary>
    public bool IsMySqlDelimiters { get; init; }
}
