using System.Security.Cryptography;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Parquet;
using Levada.DataFiles.Sequence;
using Levada.DataFiles.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Targets;

/// <summary>The writers of the layouts that this build has.</summary>
internal sealed class FormatWriters : IFormatWriters
{
    public static FormatWriters Instance { get; } = new();

    public IFormatWriter Create(TargetRequest request, Stream output) => request.Options.Layout switch
    {
        FileLayout.Text => new DelimitedWriter(output, request.Schema, request.Options.Text, FormatOptions.From(request.Options)),
        FileLayout.Avro => AvroWriter.Create(output, AvroPlan.From(request, ZoneOf(request)), RandomNumberGenerator.GetBytes(AvroFormat.SyncSize)),
        FileLayout.Parquet => new ParquetWriter(output, ParquetPlan.From(request, ZoneOf(request))),
        _ => SequenceWriter.Create(output, SequencePlan.From(request, ZoneOf(request)), RandomNumberGenerator.GetBytes(SequenceFormat.SyncSize)),
    };

    public IFormatWriter Continue(TargetRequest request, Stream existing, Stream output) => request.Options.Layout switch
    {
        FileLayout.Avro => AvroWriter.Continue(existing, output, request.Location, AvroPlan.From(request, ZoneOf(request))),
        FileLayout.Sequence => SequenceWriter.Continue(existing, output, request.Location, SequencePlan.From(request, ZoneOf(request))),
        _ => Create(request, output),
    };

    private static TimeZoneInfo ZoneOf(TargetRequest request) => TimeZoneInfo.FindSystemTimeZoneById(request.Options.TimeZone);
}
