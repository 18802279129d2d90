using System.Globalization;
using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.DataFiles.Values;

/// <summary>How values are turned into those of a typed file.</summary>
/// <param name="Zone">The zone in which wall clock values stand when a file holds them as milliseconds since 1970-01-01T00:00Z.</param>
internal sealed record ValueOptions(TimeZoneInfo Zone)
{
    /// <summary>Whether decimals are numbers of the format itself; otherwise they are text.</summary>
    public bool AreDecimalsLogical { get; init; }

    /// <summary>Whether dates and times are the format's own types; otherwise they are milliseconds in <see cref="Zone"/>, as Sqoop writes them.</summary>
    public bool AreTemporalsLogical { get; init; }

    /// <summary>Whether a decimal's text is plain (<c>0.0000001</c>) or Java's scientific form (<c>1E-7</c>).</summary>
    public bool AreDecimalsPlain { get; init; } = true;

    /// <summary>Whether a decimal of another scale than its column is brought to that scale; otherwise it is an error.</summary>
    public bool AreDecimalsPadded { get; init; }

    /// <summary>The precision of decimals whose column names none; null: such a column is an error.</summary>
    public int? PrecisionDefault { get; init; }

    public int? ScaleDefault { get; init; }

    /// <summary>The column by whose value messages name a row; null: the first.</summary>
    public string? KeyColumn { get; init; }

    /// <summary>Reads the properties that Sqoop has for the layout, and those of ours for dates and times.</summary>
    /// <exception cref="TransferException">A property holds no number where one is needed.</exception>
    public static ValueOptions From(TransferOptions options, TimeZoneInfo zone)
    {
        var format = options.Layout == FileLayout.Parquet ? "parquet" : "avro";
        return new ValueOptions(zone)
        {
            AreDecimalsLogical = IsOn(options, $"sqoop.{format}.logical_types.decimal.enable", false),
            AreTemporalsLogical = IsOn(options, $"sqoop.{format}.logical_types.temporal.enable", false),
            AreDecimalsPlain = IsOn(options, "sqoop.bigdecimal.format.string", true),
            AreDecimalsPadded = IsOn(options, "sqoop.avro.decimal_padding.enable", false),
            PrecisionDefault = NumberOf(options, DefaultPrecisionProperty),
            ScaleDefault = NumberOf(options, DefaultScaleProperty),
            KeyColumn = options.Import.SplitBy,
        };
    }

    public const string DefaultPrecisionProperty = "sqoop.avro.logical_types.decimal.default.precision";

    public const string DefaultScaleProperty = "sqoop.avro.logical_types.decimal.default.scale";

    private static bool IsOn(TransferOptions options, string property, bool otherwise) =>
        options.Properties.TryGetValue(property, out var text) && bool.TryParse(text.Trim(), out var isOn) ? isOn : otherwise;

    private static int? NumberOf(TransferOptions options, string property)
    {
        if (!options.Properties.TryGetValue(property, out var text))
            return null;
        return int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new TransferException($"-D {property}={text} is not a number.");
    }
}
