using System.Buffers.Text;
using System.Text;
using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>The id of the topic that a partition directory belongs to (<c>partition.metadata</c>).</summary>
internal static class PartitionMetadataFile
{
    private const string IdField = "topic_id:";

    /// <summary>The id, or null when the file is missing or torn.</summary>
    public static Uuid? Read(IFileSystem fileSystem, string directory)
    {
        foreach (var line in SmallFile.ReadText(fileSystem, $"{directory}/{PartitionFileName.Metadata}")?.Split('\n') ?? [])
        {
            if (!line.StartsWith(IdField, StringComparison.Ordinal)) continue;
            var text = line[IdField.Length..].Trim();
            return Base64Url.IsValid(text) && Uuid.TryParse(text, out var id) ? id : null;
        }

        return null;
    }

    public static byte[] ToBytes(Uuid topicId) => Encoding.UTF8.GetBytes($"version: 0\n{IdField} {topicId}\n");
}
