using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Levada.Transfer.Splits;

namespace Levada.TransferEngine.Import;

/// <summary>What an interrupted import leaves for one that resumes it.</summary>
/// <param name="Fingerprint">What was asked: another question must not go on from these files.</param>
/// <param name="Splits">The splits as planned then; they are used again.</param>
/// <param name="Parts">The parts that are whole, or whole up to a key.</param>
internal sealed record ResumeNote(string Fingerprint, ImmutableArray<ResumeSplit> Splits, ImmutableArray<ResumePart> Parts)
{
    public string ToJson() => JsonSerializer.Serialize(this, ResumeNoteJson.Default.ResumeNote);

    /// <summary>The note in a text; null when it is none of ours.</summary>
    public static ResumeNote? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ResumeNoteJson.Default.ResumeNote);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A split as it was planned.</summary>
/// <param name="First">The first integer key, when the split is read in key order.</param>
/// <param name="End">The key behind the last one.</param>
/// <param name="Chunks">The stretches that are read one after the other, when there are several.</param>
internal sealed record ResumeSplit(string Lower, string Upper, bool IsNullRange, bool IsFileOptional, string? First, string? End,
    ImmutableArray<ResumeChunk>? Chunks = null)
{
    [JsonIgnore]
    public SplitRange Range => new(Lower, Upper, IsNullRange) { IsFileOptional = IsFileOptional };

    public static ResumeSplit Of(PartWork part)
    {
        var keys = part.Pieces.First!.Value.Keys;
        return new ResumeSplit(
            part.Range.Lower, part.Range.Upper, part.Range.IsNullRange, part.Range.IsFileOptional,
            keys?.First.ToString(CultureInfo.InvariantCulture), keys?.End.ToString(CultureInfo.InvariantCulture),
            [.. part.Chunks.Select(chunk => new ResumeChunk(chunk.Range.Lower, chunk.Range.Upper, chunk.RowCount))]);
    }
}

/// <summary>A stretch of a split that one query reads.</summary>
/// <param name="RowCount">About how many rows it holds.</param>
internal sealed record ResumeChunk(string Lower, string Upper, long RowCount)
{
    [JsonIgnore]
    public SplitChunk Chunk => new(new SplitRange(Lower, Upper, false), RowCount);
}

/// <summary>What is done of a part. Without a key and a chunk to go on from, the part is whole.</summary>
/// <param name="NextKey">The key to go on from.</param>
/// <param name="NextChunk">The number of the chunk to go on from.</param>
internal sealed record ResumePart(int Number, long ByteCount, long RowCount, string? NextKey, int? NextChunk = null)
{
    [JsonIgnore]
    public bool IsWhole => NextKey is null && NextChunk is null;
}

[JsonSerializable(typeof(ResumeNote))]
internal sealed partial class ResumeNoteJson : JsonSerializerContext;
