using Levada.Transfer.Options;

namespace Levada.Transfer.Text;

/// <summary>What besides delimiters and null strings decides the text of a value.</summary>
public sealed record FormatOptions
{
    /// <summary>The property that chooses between the plain and the scientific form of a BigDecimal.</summary>
    public const string PlainDecimalProperty = "sqoop.bigdecimal.format.string";

    /// <summary><c>--hive-drop-import-delims</c>: line feed, carriage return and 0x01 vanish from String columns.</summary>
    public bool AreHiveDelimitersDropped { get; init; }

    /// <summary><c>--hive-delims-replacement</c>: what stands for each of them instead; null: they stay.</summary>
    public string? HiveDelimiterReplacement { get; init; }

    /// <summary>Whether a BigDecimal is written without exponent: <c>0.0000001</c>, else <c>1E-7</c>.</summary>
    public bool IsDecimalPlain { get; init; } = true;

    public static FormatOptions From(TransferOptions options) => new()
    {
        AreHiveDelimitersDropped = options.Import.AreHiveDelimitersDropped,
        HiveDelimiterReplacement = options.Import.HiveDelimiterReplacement,
        IsDecimalPlain = !options.Properties.TryGetValue(PlainDecimalProperty, out var plain)
            || !plain.Trim().Equals("false", StringComparison.OrdinalIgnoreCase),
    };
}
