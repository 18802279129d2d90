using System.Collections.Immutable;
using System.Globalization;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Avro;

/// <summary>All that the Avro files of one import have in common.</summary>
internal sealed record AvroPlan
{
    private const string LevelProperty = "avro.mapred.deflate.level";
    private const string IntervalProperty = "avro.mapred.sync.interval";
    private const int IntervalMin = 32;
    private const int IntervalMax = 1 << 30;

    public required RowSchema Schema { get; init; }

    public required ImmutableArray<Field> Fields { get; init; }

    public required ValueOptions Options { get; init; }

    /// <summary>The schema as it stands in each header.</summary>
    public required string SchemaText { get; init; }

    /// <summary>As Avro names it.</summary>
    public string Codec { get; init; } = "null";

    /// <summary>Of deflate, 0 to 9; null: the library's choice.</summary>
    public int? Level { get; init; }

    /// <summary>Bytes of values after which a block ends.</summary>
    public int BlockBytes { get; init; } = AvroFormat.BlockBytes;

    /// <exception cref="TransferException">A column has no Avro type, or an option makes no sense.</exception>
    public static AvroPlan From(TargetRequest request, TimeZoneInfo zone)
    {
        var options = ValueOptions.From(request.Options, zone);
        var fields = Field.Plan(request.Schema, options);
        return new AvroPlan
        {
            Schema = request.Schema,
            Fields = fields,
            Options = options,
            SchemaText = AvroSchemaText.Compact(AvroName.Of(request), fields),
            Codec = LayoutNames.Codec(request.Options) ?? "null",
            Level = Number(request.Options, LevelProperty, -1, 9) is { } level and >= 0 ? level : null,
            BlockBytes = Number(request.Options, IntervalProperty, IntervalMin, IntervalMax) ?? AvroFormat.BlockBytes,
        };
    }

    private static int? Number(TransferOptions options, string property, int least, int greatest)
    {
        if (!options.Properties.TryGetValue(property, out var text))
            return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest
            ? number
            : throw new TransferException($"-D {property}={text} is not a number from {least} to {greatest}.");
    }
}
