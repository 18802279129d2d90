using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

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

/// <param name="First">The first integer key, when the split is read in key order.</param>
/// <param name="End">The key behind the last one.</param>
internal sealed record ResumeSplit(string Lower, string Upper, bool IsNullRange, string? First, string? End);

/// <param name="NextKey">The key to go on from; null: the part is whole.</param>
internal sealed record ResumePart(int Number, long ByteCount, long RowCount, string? NextKey);

[JsonSerializable(typeof(ResumeNote))]
internal sealed partial class ResumeNoteJson : JsonSerializerContext;
