using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Sequence;

/// <summary>All that the SequenceFiles of one import have in common.</summary>
internal sealed record SequencePlan
{
    public required RowSchema Schema { get; init; }

    public required ValueOptions Options { get; init; }

    /// <summary>The class that a Java reader makes of a record.</summary>
    public required string ValueClass { get; init; }

    /// <summary>The codec's short name; null: records as they are.</summary>
    public string? Codec { get; init; }

    /// <summary>Bytes of keys and values that are compressed together, as Hadoop has it.</summary>
    public int BlockBytes { get; init; } = 1_000_000;

    /// <exception cref="TransferException">The codec is not offered.</exception>
    public static SequencePlan From(TargetRequest request, TimeZoneInfo zone) => new()
    {
        Schema = request.Schema,
        Options = ValueOptions.From(request.Options, zone),
        ValueClass = request.RecordName,
        Codec = LayoutNames.Codec(request.Options),
    };
}
