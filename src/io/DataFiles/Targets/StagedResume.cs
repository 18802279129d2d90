using System.Text.Json;
using System.Text.Json.Serialization;

namespace Levada.DataFiles.Targets;

/// <summary>What lies in a staging directory for a run that resumes.</summary>
/// <param name="PartName">The name of part 0: a run whose files are called otherwise cannot go on from these.</param>
/// <param name="FirstLargeObject">The number of part 0's file of large values.</param>
/// <param name="Note">The caller's own note.</param>
internal sealed record StagedResume(string PartName, int FirstLargeObject, string Note)
{
    public const int ByteCountMax = 256 << 20;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StagedResumeJson.Default.StagedResume);

    /// <summary>Null when the bytes are no such note.</summary>
    public static StagedResume? Parse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, StagedResumeJson.Default.StagedResume);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(StagedResume))]
internal sealed partial class StagedResumeJson : JsonSerializerContext;
