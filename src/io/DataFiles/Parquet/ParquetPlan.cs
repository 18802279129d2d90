using System.Collections.Immutable;
using System.Globalization;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Parquet;

/// <summary>All that the Parquet files of one import have in common.</summary>
internal sealed record ParquetPlan
{
    private const string GroupProperty = "parquet.block.size";
    private const string PageProperty = "parquet.page.size";
    private const string DictionaryProperty = "parquet.enable.dictionary";

    public required RowSchema Schema { get; init; }

    public required ImmutableArray<Field> Fields { get; init; }

    public required ValueOptions Options { get; init; }

    /// <summary>The name of the schema's root.</summary>
    public required string Name { get; init; }

    /// <summary>The same schema in Avro's words, which Parquet-Avro keeps in the file.</summary>
    public required string AvroSchema { get; init; }

    public ParquetCodec Codec { get; init; }

    /// <summary>Bytes held in memory after which a row group is written, compressed pages and the pages in the making together.</summary>
    /// <remarks>Few enough for several tasks in one process; <c>-D parquet.block.size</c> sets others.</remarks>
    public long GroupBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of values after which a page ends.</summary>
    public int PageBytes { get; init; } = 1 << 20;

    /// <summary>Whether columns with few distinct values are stored by number.</summary>
    public bool HasDictionaries { get; init; } = true;

    /// <exception cref="TransferException">A column has no Parquet type, or an option makes no sense.</exception>
    public static ParquetPlan From(TargetRequest request, TimeZoneInfo zone)
    {
        var options = ValueOptions.From(request.Options, zone);
        var fields = Field.Plan(request.Schema, options);
        var name = AvroName.Of(request);
        var plan = new ParquetPlan
        {
            Schema = request.Schema,
            Fields = fields,
            Options = options,
            Name = name.Name,
            AvroSchema = AvroSchemaText.Compact(name, fields),
            Codec = CodecOf(LayoutNames.Codec(request.Options)),
        };
        return plan with
        {
            GroupBytes = Number(request.Options, GroupProperty, 1 << 16, int.MaxValue) ?? plan.GroupBytes,
            PageBytes = Number(request.Options, PageProperty, 1 << 10, 1 << 28) ?? plan.PageBytes,
            HasDictionaries = !request.Options.Properties.TryGetValue(DictionaryProperty, out var text) || text != "false",
        };
    }

    private static ParquetCodec CodecOf(string? codec) => codec switch
    {
        "snappy" => ParquetCodec.Snappy,
        "gzip" => ParquetCodec.Gzip,
        "zstd" => ParquetCodec.Zstd,
        "lz4" => ParquetCodec.Lz4Raw,
        _ => ParquetCodec.None,
    };

    private static int? Number(TransferOptions options, string property, int least, int greatest)
    {
        if (!options.Properties.TryGetValue(property, out var text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest
            ? number
            : throw new TransferException($"-D {property}={text} is not a number from {least} to {greatest}.");
    }
}
